package dev.tattle.runtime.cluster.registry;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.peer.HostPort;

/**
 * A node that is registered.
 *
 * @param cluster whose nodes look for each other
 * @param address where other nodes connect
 * @param expiresNanos when it is forgotten, unless a heartbeat comes before
 */
public record Registered(String cluster, String id, HostPort address, long expiresNanos) {
  /** As it is listed. */
  public Json toJson(long nowNanos) {
    long left = Math.max(0, (expiresNanos - nowNanos) / 1_000_000);
    return Json.object(
        "id",
        Json.of(id),
        "address",
        Json.of(address.toString()),
        "expires_in_millis",
        Json.of(left));
  }
}
