package dev.tattle.runtime.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.runtime.Inbox;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.node.CounterEngine;
import dev.tattle.runtime.cluster.node.DiskHealth;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.PeerCounts;
import dev.tattle.runtime.cluster.peer.PeerIdentity;
import dev.tattle.runtime.cluster.peer.PeerNetwork;
import dev.tattle.runtime.cluster.security.Doorkeeper;
import dev.tattle.runtime.cluster.security.Role;
import dev.tattle.runtime.cluster.security.Sockets;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI document describes what the server does. */
class OpenApiTest {
  private static Map<String, Json> fields(Json value) {
    return ((Json.Obj) value).fields();
  }

  private static Json at(Json value, String... names) {
    Json found = value;
    for (String name : names) {
      found = fields(found).getOrDefault(name, Json.NULL);
      assertThat(found).as(String.join(" ", names)).isNotEqualTo(Json.NULL);
    }
    return found;
  }

  private static Json document() throws IOException, WireException {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      return JsonCodec.parse(in.readAllBytes());
    }
  }

  private static Map<String, Role> served() {
    Vertx vertx = Vertx.vertx();
    try {
      Log log = new Log(Log.Level.ERROR, System.err);
      Sockets sockets = Sockets.plain(vertx, log);
      NodeId id = new NodeId("n1");
      NodePort port = new NodePort(id, new Inbox(), Runnable::run, log);
      Metrics metrics = new Metrics();
      PeerCounts counts = PeerCounts.in(metrics);
      PeerNetwork peers =
          new PeerNetwork(
              vertx.getOrCreateContext(),
              log,
              sockets,
              new PeerIdentity(id, "test", 1, 1, null),
              body -> port,
              counts,
              MembershipSettings.DEFAULT,
              (ids, size) -> {});
      CounterDesk desk = CounterDesk.of(vertx, port, HttpLimits.DEFAULT);
      HttpFace face =
          Routes.face(
              vertx,
              sockets,
              log,
              HttpLimits.DEFAULT,
              Doorkeeper.ofAll(),
              new NodeFacts(
                  port,
                  CounterEngine.NONE,
                  CounterEngine.NONE,
                  peers,
                  counts,
                  new DiskHealth(metrics),
                  () -> ""),
              desk,
              metrics,
              done -> {},
              false);
      Map<String, Role> served = new TreeMap<>();
      face.routes()
          .forEach(route -> served.put(route.method().name() + " " + route.path(), route.role()));
      return served;
    } finally {
      vertx.close();
    }
  }

  @Test
  void eachRouteIsDocumentedAndNoOther() throws Exception {
    Map<String, Role> documented = new TreeMap<>();
    fields(at(document(), "paths"))
        .forEach(
            (path, operations) ->
                fields(operations)
                    .forEach(
                        (method, operation) ->
                            documented.put(
                                method.toUpperCase(Locale.ROOT) + " " + path, role(operation))));
    assertThat(documented).isEqualTo(served());
  }

  private static Role role(Json operation) {
    List<Json> security = ((Json.Arr) at(operation, "security")).items();
    return security.isEmpty()
        ? Role.OPEN
        : Stream.of(Role.values())
            .filter(role -> at(security.get(0), "bearer").equals(Json.array(Json.of(role.word()))))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void noRouteIsOpenThatChangesSomething() {
    served()
        .forEach(
            (route, role) -> {
              boolean isAdmin = route.contains(" /admin/");
              boolean isChange =
                  !route.startsWith("GET ") || route.matches(".*/(next|(in|de)crement)");
              Role least = isAdmin ? Role.ADMIN : isChange ? Role.WRITE : Role.OPEN;
              assertThat(role.covers(least)).as(route).isTrue();
            });
  }

  @Test
  void eachReferenceLeadsSomewhere() throws Exception {
    Json document = document();
    List<String> references = new ArrayList<>();
    collect(document, references);
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(reference).startsWith("#/");
      at(document, reference.substring(2).split("/", -1));
    }
  }

  @Test
  void eachOperationHasANameOfItsOwnAndTellsOfSuccess() throws Exception {
    List<Json> names = new ArrayList<>();
    fields(at(document(), "paths"))
        .values()
        .forEach(
            operations ->
                fields(operations)
                    .values()
                    .forEach(
                        operation -> {
                          names.add(at(operation, "operationId"));
                          at(operation, "responses", "200", "description");
                        }));
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void limitsAreThoseOfTheServer() throws Exception {
    Json parameters = at(document(), "components", "parameters");
    assertThat(at(parameters, "Key", "schema", "maxLength"))
        .isEqualTo(Json.of(HttpLimits.DEFAULT.keyChars()));
    assertThat(at(parameters, "Name", "description").toString())
        .contains(HttpLimits.DEFAULT.nameBytes() + " bytes");
  }

  private static void collect(Json value, List<String> references) {
    if (value instanceof Json.Obj object) {
      if (object.fields().get("$ref") instanceof Json.Text text) {
        references.add(text.value());
      }
      object.fields().values().forEach(field -> collect(field, references));
    } else if (value instanceof Json.Arr array) {
      array.items().forEach(item -> collect(item, references));
    }
  }
}
