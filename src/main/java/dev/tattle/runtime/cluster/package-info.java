/**
 * One node of the counter service, on the network and the disk.
 *
 * <p>Each kind of counters has a thread of its own. One event loop serves all clients and all
 * connections with other nodes.
 *
 * <p>The packages below are layers, from the bottom: {@code security} and {@code node}, then {@code
 * peer}, {@code registry}, {@code http}, {@code grpc}. Two stand beside the node: {@code client}
 * asks it, and {@code local} starts processes. Only these packages know Vert.x. Only {@code http}
 * and {@code grpc} know the messages about counters, and no package here knows how counters are
 * kept.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.ClusterRuntime}.
 */
@NullMarked
package dev.tattle.runtime.cluster;

import org.jspecify.annotations.NullMarked;
