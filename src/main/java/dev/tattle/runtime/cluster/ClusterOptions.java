package dev.tattle.runtime.cluster;

import dev.tattle.core.NodeId;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node on the network is told.
 *
 * @param self the node's id, which no other node of the cluster has
 * @param cluster the name of the cluster, which all its nodes have in common
 * @param clients where clients are served
 * @param gossip where other nodes connect
 * @param peers where the gossip of other nodes is; this node's own may be among them
 * @param discovery where nodes register and are listed; null for nowhere
 * @param clusterSize so many nodes are expected at least
 * @param isAdmin true where this machine may cut the node off, for tests
 */
public record ClusterOptions(
    NodeId self,
    String cluster,
    HostPort clients,
    HostPort gossip,
    Set<HostPort> peers,
    @Nullable String discovery,
    int clusterSize,
    boolean isAdmin,
    HttpLimits limits,
    RuntimeOptions runtime) {}
