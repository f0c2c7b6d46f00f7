package dev.tattle.bench.services;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;

/** {@code lin-tso}: a timestamp oracle that counts 0, 1, 2 …. */
public final class LinearizableTso implements Service {
  private long next;

  @Override
  public Body handle(NodeId client, Body request) {
    if (!request.type().equals("ts")) {
      throw Service.notSupported(request, "ts");
    }
    return Body.of("ts_ok", "ts", Json.of(next++));
  }
}
