package dev.tattle.bench.workload;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a run's sessions. A session goes from client to client, and so from node to node.
 * Of two tokens of a session it keeps the join, which says all that either says.
 */
final class CounterTokens {
  private final Map<Json, Map<String, Json>> bySession = new LinkedHashMap<>();

  static Json field(Map<String, Json> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  /** What the session has been told; null where it has not, or where there is no session. */
  @Nullable Json of(@Nullable Json session) {
    Map<String, Json> token = session == null ? null : bySession.get(session);
    return token == null ? null : new Json.Obj(new LinkedHashMap<>(token));
  }

  /** The session, if there is one, was told what the reply says, if it says anything. */
  void join(@Nullable Json session, Body reply) {
    if (session == null || !(reply.fields().get("token") instanceof Json.Obj told)) {
      return;
    }
    Map<String, Json> token = bySession.computeIfAbsent(session, first -> new LinkedHashMap<>());
    told.fields().forEach((replica, number) -> token.merge(replica, number, CounterTokens::later));
  }

  private static Json later(Json a, Json b) {
    return ((Json.Int) a).value() >= ((Json.Int) b).value() ? a : b;
  }
}
