package dev.tattle.bench.services;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code lin-kv}: one atomic map. */
public final class LinearizableKv implements Service {
  private final Map<Json, Json> values = new LinkedHashMap<>();

  @Override
  public Body handle(NodeId client, Body request) {
    KvRequest operation = KvRequest.of(request);
    KvRequest.Result result = operation.on(values.get(operation.key()));
    if (result.write() != null) {
      values.put(operation.key(), result.write());
    }
    return result.reply();
  }
}
