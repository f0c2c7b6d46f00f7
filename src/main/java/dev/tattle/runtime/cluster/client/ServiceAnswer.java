package dev.tattle.runtime.cluster.client;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.util.Map;

/** What a node answered. */
public record ServiceAnswer(int status, String body) {
  private static final int OK = 200;
  private static final int CREATED = 201;

  public boolean isOk() {
    return status == OK || status == CREATED;
  }

  /** The fields of the JSON object that it is; none where it is something else. */
  public Map<String, Json> fields() {
    try {
      return JsonCodec.parse(body) instanceof Json.Obj object ? object.fields() : Map.of();
    } catch (WireException e) {
      return Map.of();
    }
  }

  /** What is wrong, for people. */
  public String problem() {
    return fields().get("detail") instanceof Json.Text detail
        ? detail.value()
        : "the node answered " + status;
  }

  /** True where the node has not done it, and may do it in a moment. */
  boolean isUnavailable() {
    return status == 503;
  }

  /** True where nobody knows whether it was done. */
  boolean isUnknown() {
    return status >= 500
        && !isUnavailable()
        && !Json.of("not-done").equals(fields().get("outcome"));
  }
}
