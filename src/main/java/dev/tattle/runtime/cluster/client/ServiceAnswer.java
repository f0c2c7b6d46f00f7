package dev.tattle.runtime.cluster.client;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.util.Map;

/** A node's answer to a call. */
public record ServiceAnswer(int status, String body) {
  private static final int OK = 200;
  private static final int CREATED = 201;

  /** Tells whether the call was done. */
  public boolean isOk() {
    return status == OK || status == CREATED;
  }

  /** The fields of the body; none if the body is not a JSON object. */
  public Map<String, Json> fields() {
    try {
      return JsonCodec.parse(body) instanceof Json.Obj object ? object.fields() : Map.of();
    } catch (WireException e) {
      return Map.of();
    }
  }

  /** Describes the problem for people. */
  public String problem() {
    return fields().get("detail") instanceof Json.Text detail
        ? detail.value()
        : "the node answered " + status;
  }

  /** Tells whether the node has not done the call but may do it soon. */
  boolean isUnavailable() {
    return status == 503;
  }

  /** Tells whether nobody knows if the call was done. */
  boolean isUnknown() {
    return status >= 500
        && !isUnavailable()
        && !Json.of("not-done").equals(fields().get("outcome"));
  }
}
