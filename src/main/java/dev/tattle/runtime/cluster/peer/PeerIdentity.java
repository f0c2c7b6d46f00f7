package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;

/**
 * Who this node is to others.
 *
 * @param cluster the name that all nodes of the cluster have in common
 * @param process a random number of this process
 * @param clusterSize so many nodes are expected at least, this one among them
 */
public record PeerIdentity(NodeId id, String cluster, long process, int clusterSize) {
  /** What it says of itself, once it knows where others reach its gossip. */
  Hello hello(HostPort address) {
    return new Hello(id, cluster, process, address);
  }
}
