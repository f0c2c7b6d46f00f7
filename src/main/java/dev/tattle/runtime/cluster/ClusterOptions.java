package dev.tattle.runtime.cluster;

import dev.tattle.core.NodeId;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node on the network is told.
 *
 * @param self the node's id, which no other node of the cluster has
 * @param cluster the name of the cluster, which all its nodes have in common
 * @param clients where clients are served
 * @param gossip where other nodes connect
 * @param advertised where others reach that; null where it is the same
 * @param peers where the gossip of other nodes is; this node's own may be among them
 * @param joins where the gossip of other nodes may be; one that answers tells of the others
 * @param discoveries where nodes register and are listed, as URLs
 * @param clusterSize so many nodes are expected at least
 * @param isAdmin true where this machine may cut the node off, for tests
 * @param nodes the first keeps eventual counters; another one keeps strong counters, if there is
 *     one
 * @param makesStrong true where counters that nobody has made yet are to be strong
 */
public record ClusterOptions(
    NodeId self,
    String cluster,
    HostPort clients,
    HostPort gossip,
    @Nullable HostPort advertised,
    Set<HostPort> peers,
    Set<HostPort> joins,
    List<URI> discoveries,
    int clusterSize,
    boolean isAdmin,
    List<Hosted> nodes,
    boolean makesStrong,
    MembershipSettings membership,
    HttpLimits limits,
    SecurityOptions security,
    RuntimeOptions runtime) {}
