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
 * The options of a node on the network.
 *
 * @param self the node's id, unique in the cluster
 * @param cluster the name of the cluster, the same for all its nodes
 * @param clients the address at which clients are served
 * @param gossip the address at which other nodes connect
 * @param advertised the address at which others reach the gossip address; null if it is the same
 * @param peers gossip addresses of the other nodes; this node's own may be among them
 * @param joins gossip addresses at which other nodes may be; a node that answers names the others
 * @param discoveries the URLs of the discovery servers
 * @param clusterSize the least number of nodes to expect
 * @param isAdmin true if requests from this machine may cut the node off, for tests
 * @param nodes the first keeps eventual counters; the second, if there is one, keeps strong
 *     counters
 * @param makesStrong true if new counters are strong
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
