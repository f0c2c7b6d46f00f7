package dev.tattle.nodes;

import static dev.tattle.nodes.NodeTester.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.wire.JsonCodec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of strong counters, the records they keep, and their limits. */
class StrongCounterNodeTest {
  private StrongCounters counters =
      new StrongCounters(
          new StrongLimits(3, 3, 10_000), new StrongNames(new FakeEnvironment("n0")));

  private static Body of(String type, String name, Object... more) {
    Body body = Body.of(type, "strong", Json.of(name));
    for (int i = 0; i < more.length; i += 2) {
      Json value = more[i + 1] instanceof String text ? Json.of(text) : Json.of((Long) more[i + 1]);
      body = body.with((String) more[i], value);
    }
    return body;
  }

  private Body done(Body request) {
    return counters.reply(request, counters.apply(StrongRequests.command(request)));
  }

  private long value(Body request) {
    return done(request).integer("value");
  }

  private void assertRefused(RpcError error, Body request) {
    Body answer = done(request);
    assertThat(answer.type()).isEqualTo("error");
    assertThat(answer.integer("code")).isEqualTo(error.code());
    assertThat(error.definite()).isTrue();
  }

  private long read(String name) {
    return counters.read(of("read", name)).integer("value");
  }

  /** As another node that has it all from a snapshot. */
  private void restart(StrongLimits limits) {
    List<Json> parts = counters.snapshot();
    counters = new StrongCounters(limits, new StrongNames(new FakeEnvironment("n0")));
    counters.restore(parts);
    assertThat(counters.snapshot()).isEqualTo(parts);
  }

  @Test
  void operationsAreCarriedOutOneAfterTheOther() {
    assertThat(value(of("next", "a"))).isEqualTo(1);
    assertThat(value(of("add", "a", "delta", -4L))).isEqualTo(-3);
    assertThat(done(of("reserve", "a", "count", 5L)))
        .isEqualTo(Body.of("reserve_ok", "first", Json.of(-2), "last", Json.of(2)));
    assertRefused(RpcError.PRECONDITION_FAILED, of("cas", "a", "from", 1L, "to", 7L));
    assertThat(value(of("cas", "a", "from", 2L, "to", 7L))).isEqualTo(7);
    assertThat(value(of("get_and_reset", "a"))).isEqualTo(7);
    assertThat(counters.read(of("read", "a")))
        .isEqualTo(Body.of("read_ok", "value", Json.of(0), "exists", Json.of(true)));
    assertThat(counters.read(of("read", "b")).bool("exists")).isFalse();
  }

  @Test
  void nothingLeavesTheBoundsAlsoAfterASnapshot() {
    assertThat(value(of("bounds", "a", "min", 0L, "max", 3L))).isZero();
    restart(StrongLimits.DEFAULT);
    assertRefused(RpcError.PRECONDITION_FAILED, of("add", "a", "delta", 4L));
    assertRefused(RpcError.PRECONDITION_FAILED, of("add", "a", "delta", -1L));
    assertRefused(RpcError.PRECONDITION_FAILED, of("reserve", "a", "count", 4L));
    assertRefused(RpcError.PRECONDITION_FAILED, of("cas", "a", "from", 0L, "to", 9L));
    assertRefused(RpcError.PRECONDITION_FAILED, of("bounds", "a", "min", 1L));
    assertThat(value(of("add", "a", "delta", 3L))).isEqualTo(3);
    assertRefused(RpcError.PRECONDITION_FAILED, of("next", "a"));
    assertThat(value(of("bounds", "a", "min", 1L))).isEqualTo(3);
    assertRefused(RpcError.PRECONDITION_FAILED, of("get_and_reset", "a"));
  }

  @Test
  void sumsThatDoNotFitAreRefused() {
    assertThat(value(of("add", "a", "delta", Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertRefused(RpcError.PRECONDITION_FAILED, of("next", "a"));
    assertRefused(RpcError.PRECONDITION_FAILED, of("reserve", "a", "count", 1_000_000_000L));
    assertThat(value(of("add", "a", "delta", Long.MIN_VALUE))).isEqualTo(-1);
    assertRefused(RpcError.PRECONDITION_FAILED, of("add", "a", "delta", Long.MIN_VALUE));
    assertThat(read("a")).isEqualTo(-1);
  }

  @Test
  void sameKeyGetsTheFirstAnswerAlsoAfterASnapshot() {
    Body next = of("next", "a", "key", "k");
    Body refused = of("cas", "a", "from", 9L, "to", 1L, "key", "r");
    assertThat(value(next)).isEqualTo(1);
    assertRefused(RpcError.PRECONDITION_FAILED, refused);
    done(of("add", "a", "delta", 8L));
    assertThat(value(next)).isEqualTo(1);
    restart(StrongLimits.DEFAULT);
    assertThat(value(next)).isEqualTo(1);
    assertRefused(RpcError.PRECONDITION_FAILED, refused);
    assertRefused(RpcError.KEY_ALREADY_EXISTS, of("next", "b", "key", "k"));
    assertThat(read("a")).isEqualTo(9);
  }

  @Test
  void oldestKeyIsForgottenOnceThereAreTooMany() {
    for (String key : List.of("k0", "k1", "k2", "k3")) {
      done(of("next", "a", "key", key));
    }
    assertThat(value(of("next", "a", "key", "k1"))).as("still remembered").isEqualTo(2);
    assertThat(value(of("next", "a", "key", "k0"))).as("forgotten").isEqualTo(5);
    assertThat(value(of("next", "a", "key", "k1"))).as("forgotten for it").isEqualTo(6);
  }

  @Test
  void oldestKeyIsForgottenOnceTheyWeighTooMuch() {
    counters =
        new StrongCounters(
            new StrongLimits(3, 100, 400), new StrongNames(new FakeEnvironment("n0")));
    for (String key : List.of("k0", "k1", "k2", "k3")) {
      done(of("next", "a", "key", key));
    }
    assertThat(value(of("next", "a", "key", "k3"))).isEqualTo(4);
    assertThat(value(of("next", "a", "key", "k0"))).isEqualTo(5);
  }

  @Test
  void oneMoreCounterThanThereMayBeIsRefused() {
    for (String name : List.of("a", "b", "c")) {
      done(of("next", name));
    }
    assertRefused(RpcError.TEMPORARILY_UNAVAILABLE, of("next", "d", "key", "k"));
    assertThat(value(of("next", "a"))).isEqualTo(2);
    restart(StrongLimits.DEFAULT);
    assertThat(value(of("next", "d", "key", "k"))).as("it was not carried out").isEqualTo(1);
  }

  /** A newer build may have written it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "[]",
        "[\"next\",\"a\"]",
        "[\"next\",\"a\",[1]]",
        "[\"halve\",\"a\",[]]",
        "[\"next\",\"a\",[],7]",
        "[\"add\",\"a\",[\"x\"]]",
        "[\"add\",1,[1]]"
      })
  void unknownCommandsChangeNothing(String command) throws Exception {
    Json result = counters.apply(JsonCodec.parse(command));
    assertThat(((Json.Arr) result).items().get(0)).isEqualTo(Json.of(10));
    assertThat(read("a")).isZero();
  }

  @Test
  void malformedRequestsAreTold() {
    NodeTester node = node();
    for (Body request :
        List.of(
            of("next", ""),
            of("next", "x".repeat(257)),
            of("next", "a", "key", ""),
            of("next", "a", "key", "x".repeat(129)),
            of("add", "a"),
            of("reserve", "a", "count", 0L),
            of("reserve", "a", "count", 1_000_000_001L),
            of("cas", "a", "from", 1L),
            of("bounds", "a", "min", 2L, "max", 1L),
            of("read", "a", "consistency", "eventual"),
            Body.of("read"))) {
      assertThatThrownBy(() -> node.request(request))
          .as(request.toString())
          .isInstanceOfSatisfying(
              RequestException.class,
              e -> assertThat(e.error()).isEqualTo(RpcError.MALFORMED_REQUEST));
    }
  }

  /** n1 of three that has heard of nobody. */
  private static NodeTester node() {
    return new NodeTester(new FakeEnvironment("n1", "n0", "n1", "n2"), StrongCounterNode::new);
  }

  @Test
  void localReadIsAnsweredWithoutAMajority() {
    Effect answer = reply(Body.of("read_ok", "value", Json.of(0), "exists", Json.of(false)));
    assertThat(node().request(of("read", "a", "consistency", "local"))).containsExactly(answer);
    assertThat(node().request(of("read", "a"))).doesNotContain(answer);
  }

  @Test
  void fieldTellsStrongCountersFromOthers() {
    for (Body body : List.of(of("add", "a", "delta", 1L), of("read", "a"), of("cas", "a"))) {
      assertThat(Kind.of(body, NodeSettings.DEFAULT)).containsExactly(Kind.COUNTER_STRONG);
    }
  }
}
