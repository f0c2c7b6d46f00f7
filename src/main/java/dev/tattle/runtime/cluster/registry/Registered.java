package dev.tattle.runtime.cluster.registry;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.peer.HostPort;

/**
 * A registered node.
 *
 * @param cluster the name of the node's cluster
 * @param address the address at which other nodes connect
 * @param expiresNanos when the node is forgotten, unless a heartbeat comes first
 */
public record Registered(String cluster, String id, HostPort address, long expiresNanos) {
  /** The node's entry in the list. */
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
