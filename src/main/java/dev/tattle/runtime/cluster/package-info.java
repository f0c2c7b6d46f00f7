/**
 * One node on the network and the disk: the node's thread, and an event loop for its faces to
 * clients and its connections with other nodes.
 *
 * <p>Its rooms, from the bottom: {@code node} (asking the node), {@code peer} (the network between
 * nodes), {@code http} (the face to clients), {@code grpc} (the same over gRPC). They and this
 * package are the only ones that know Vert.x; none of them knows what a counter is but the faces,
 * and they no more than its messages. Begin with {@link dev.tattle.runtime.cluster.ClusterRuntime}.
 */
@NullMarked
package dev.tattle.runtime.cluster;

import org.jspecify.annotations.NullMarked;
