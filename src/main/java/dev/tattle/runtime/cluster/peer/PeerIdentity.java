package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import dev.tattle.runtime.cluster.security.ClusterKey;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * This node's identity in the cluster.
 *
 * @param cluster the name of the cluster, the same for all its nodes
 * @param process a random number of this process
 * @param clusterSize the least number of nodes to expect, with this one
 * @param key the cluster's key; null if the cluster has none
 */
public record PeerIdentity(
    NodeId id, String cluster, long process, int clusterSize, @Nullable ClusterKey key) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Prepares the handshake of a new connection. */
  Handshake handshake(Handshake.Side side, Hello own) {
    byte[] nonce = new byte[key == null ? 0 : Handshake.NONCE_BYTES];
    if (key != null) {
      RANDOM.nextBytes(nonce);
    }
    return new Handshake(side, own, key, nonce);
  }

  /** Builds this node's hello, given the address at which others reach its gossip. */
  Hello hello(HostPort address) {
    return new Hello(id, cluster, process, address);
  }
}
