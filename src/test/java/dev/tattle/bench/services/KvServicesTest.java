package dev.tattle.bench.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every key-value service guarantees while only one client uses it. */
class KvServicesTest {
  private static final NodeId CLIENT = new NodeId("n0");

  static List<Service> linearizable() {
    return List.of(new LinearizableKv(), new SequentialKv((oldest, newest) -> newest));
  }

  static List<Service> all() {
    return List.of(
        new LinearizableKv(),
        new SequentialKv((oldest, newest) -> oldest),
        new LastWriteWinsKv(new SplittableRandom(1)));
  }

  private static Body read(Json key) {
    return Body.of("read", "key", key);
  }

  private static Body cas(long from, long to) {
    return Body.of("cas", "key", Json.of("k"), "from", Json.of(from), "to", Json.of(to));
  }

  @ParameterizedTest
  @MethodSource("all")
  void absentKeyIsReportedAsSuch(Service service) {
    Body reply = service.handle(CLIENT, read(Json.of("k")));
    assertThat(reply.type()).isEqualTo("error");
    assertThat(reply.integer("code")).isEqualTo(20);
    assertThat(service.handle(CLIENT, cas(0, 1)).integer("code")).isEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("linearizable")
  void writtenValueIsRead(Service service) {
    Json key = Json.array(Json.of(1), Json.NULL);
    Json value = Json.object("a", Json.of(1), "b", Json.of("x"));
    Body write = Body.of("write", "key", key, "value", value);
    assertThat(service.handle(CLIENT, write)).isEqualTo(Body.of("write_ok"));
    assertThat(service.handle(CLIENT, read(key))).isEqualTo(Body.of("read_ok", "value", value));
  }

  @ParameterizedTest
  @MethodSource("linearizable")
  void casComparesAndSets(Service service) {
    service.handle(CLIENT, Body.of("write", "key", Json.of("k"), "value", Json.of(1)));
    assertThat(service.handle(CLIENT, cas(2, 3)).integer("code")).isEqualTo(22);
    assertThat(service.handle(CLIENT, cas(1, 3))).isEqualTo(Body.of("cas_ok"));
    assertThat(service.handle(CLIENT, read(Json.of("k"))).integer("value")).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("linearizable")
  void casCreatesWhereItIsToldTo(Service service) {
    Body create = cas(0, 1).with("create_if_not_exists", Json.of(true));
    assertThat(service.handle(CLIENT, create)).isEqualTo(Body.of("cas_ok"));
    assertThat(service.handle(CLIENT, read(Json.of("k"))).integer("value")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void unknownAndMalformedRequestsAreRefused(Service service) {
    assertThatThrownBy(() -> service.handle(CLIENT, Body.of("increment", "key", Json.of("k"))))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.error()).isEqualTo(RpcError.NOT_SUPPORTED));
    assertThatThrownBy(() -> service.handle(CLIENT, Body.of("write", "key", Json.of("k"))))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.error()).isEqualTo(RpcError.MALFORMED_REQUEST));
  }
}
