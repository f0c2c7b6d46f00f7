package dev.tattle.runtime.cluster.grpc;

import dev.tattle.runtime.cluster.http.Guard;
import dev.tattle.runtime.cluster.http.HttpProblem;
import dev.tattle.runtime.cluster.security.Doorkeeper;
import dev.tattle.runtime.cluster.security.Role;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses calls whose token does not have the role that the method needs.
 *
 * <p>Thread rule: the event loop.
 */
public final class CallGuard {
  private static final List<String> CHANGES =
      List.of(
          "Increment",
          "Decrement",
          "Add",
          "AddAll",
          "Delete",
          "Create",
          "Next",
          "Reserve",
          "CompareAndSet",
          "GetAndReset",
          "SetBounds");

  private final Doorkeeper doorkeeper;
  private final Map<String, Role> roles = new LinkedHashMap<>();

  public CallGuard(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
    String counters = "/" + CounterCallHandlers.NAME.fullyQualifiedName() + "/";
    for (String read : List.of("GetCount", "List", "Watch")) {
      roles.put(counters + read, Role.READ);
    }
    for (String change : CHANGES) {
      roles.put(counters + change, Role.WRITE);
    }
    for (String health : List.of("Check", "List", "Watch")) {
      roles.put("/grpc.health.v1.Health/" + health, Role.OPEN);
    }
    roles.put("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", Role.READ);
  }

  /** The role that each method needs, by path. */
  Map<String, Role> roles() {
    return roles;
  }

  /** Wraps a handler so that it gets only permitted calls. No token permits an unknown method. */
  public Handler<HttpServerRequest> guarding(Handler<HttpServerRequest> calls) {
    return request -> {
      Role needed = roles.getOrDefault(String.valueOf(request.path()), Role.ADMIN);
      HttpProblem problem = Guard.refusal(doorkeeper, request, needed);
      if (problem == null) {
        calls.handle(request);
      } else {
        refuse(request.response(), problem);
      }
    };
  }

  private static void refuse(HttpServerResponse response, HttpProblem problem) {
    String detail = URLEncoder.encode(problem.detail(), StandardCharsets.UTF_8);
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
        .putHeader("grpc-status", Integer.toString(GrpcProblem.status(problem).code))
        .putHeader("grpc-message", detail.replace("+", "%20"))
        .end();
  }
}
