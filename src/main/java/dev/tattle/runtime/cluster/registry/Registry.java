package dev.tattle.runtime.cluster.registry;

import dev.tattle.runtime.cluster.peer.HostPort;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the leases of nodes. A node stays in the list as long as its heartbeats arrive. The
 * registry stores nothing on the disk, because a forgotten node registers again.
 *
 * <p>At most {@value #MAX_NODES} nodes are registered; further ones are refused.
 *
 * <p>Thread rule: one thread. Times are those of {@link System#nanoTime}.
 */
public final class Registry {
  public static final int MAX_NODES = 1_000;
  private static final int LEASE_BYTES = 18;

  private final Duration expiry;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Registered> byLease = new LinkedHashMap<>();

  /**
   * Creates an empty registry.
   *
   * @param expiry how long a node is listed after its last heartbeat
   */
  public Registry(Duration expiry) {
    this.expiry = expiry;
  }

  public Duration expiry() {
    return expiry;
  }

  /**
   * Registers a node and returns its lease; empty if there is no room. The node replaces any node
   * of the same cluster with the same id or address.
   */
  public Optional<String> register(String cluster, String id, HostPort address, long nowNanos) {
    expire(nowNanos);
    byLease
        .values()
        .removeIf(
            other ->
                other.cluster().equals(cluster)
                    && (other.id().equals(id) || other.address().equals(address)));
    if (byLease.size() >= MAX_NODES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[LEASE_BYTES];
    random.nextBytes(bytes);
    String lease = Base64.getUrlEncoder().encodeToString(bytes);
    byLease.put(lease, new Registered(cluster, id, address, nowNanos + expiry.toNanos()));
    return Optional.of(lease);
  }

  /** Renews a lease; empty if there is no such lease and the node must register again. */
  public Optional<Registered> heartbeat(String lease, long nowNanos) {
    expire(nowNanos);
    Registered node = byLease.get(lease);
    if (node == null) {
      return Optional.empty();
    }
    Registered renewed =
        new Registered(node.cluster(), node.id(), node.address(), nowNanos + expiry.toNanos());
    byLease.put(lease, renewed);
    return Optional.of(renewed);
  }

  /** Ends a lease, if there is one, and returns its node. */
  public Optional<Registered> leave(String lease) {
    return Optional.ofNullable(byLease.remove(lease));
  }

  /** The nodes of a cluster, in the order of their ids. */
  public List<Registered> list(String cluster, long nowNanos) {
    expire(nowNanos);
    List<Registered> nodes = new ArrayList<>();
    for (Registered node : byLease.values()) {
      if (node.cluster().equals(cluster)) {
        nodes.add(node);
      }
    }
    nodes.sort(Comparator.comparing(Registered::id));
    return nodes;
  }

  private void expire(long nowNanos) {
    byLease.values().removeIf(node -> node.expiresNanos() - nowNanos <= 0);
  }
}
