package dev.tattle.bench.workload;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the tokens of a run's sessions. A session moves from client to client, and so from node to
 * node. The token kept for a session is the join of all its tokens, which holds all that they say.
 */
final class CounterTokens {
  private final Map<Json, Map<String, Json>> bySession = new LinkedHashMap<>();

  static Json field(Map<String, Json> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  /** The session's token; null if it has none, or if there is no session. */
  @Nullable Json of(@Nullable Json session) {
    Map<String, Json> token = session == null ? null : bySession.get(session);
    return token == null ? null : new Json.Obj(new LinkedHashMap<>(token));
  }

  /** Joins the reply's token, if it has one, into the session's token. */
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
