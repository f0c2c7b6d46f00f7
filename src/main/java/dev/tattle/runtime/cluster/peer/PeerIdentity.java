package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import dev.tattle.runtime.cluster.security.ClusterKey;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is to others.
 *
 * @param cluster the name that all nodes of the cluster have in common
 * @param process a random number of this process
 * @param clusterSize so many nodes are expected at least, this one among them
 * @param key which all of them have; null where the cluster has none
 */
public record PeerIdentity(
    NodeId id, String cluster, long process, int clusterSize, @Nullable ClusterKey key) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** How it begins a connection. */
  Handshake handshake(Handshake.Side side, Hello own) {
    byte[] nonce = new byte[key == null ? 0 : Handshake.NONCE_BYTES];
    if (key != null) {
      RANDOM.nextBytes(nonce);
    }
    return new Handshake(side, own, key, nonce);
  }

  /** What it says of itself, once it knows where others reach its gossip. */
  Hello hello(HostPort address) {
    return new Hello(id, cluster, process, address);
  }
}
