/**
 * The nodes: one protocol a class, thin layers over the engines below.
 *
 * <p>Each node is a deterministic state machine that answers the clients of one workload. It
 * combines {@code gossip}, {@code counters}, {@code raft} and {@code crdt}.
 *
 * <p>They must not know a runtime, a clock, a thread, or JSON text.
 *
 * <p>Begin with {@link dev.tattle.nodes.Nodes}, which lists them by name, then {@link
 * dev.tattle.nodes.EchoNode} and {@link dev.tattle.nodes.BroadcastNode}. {@link
 * dev.tattle.nodes.AutoNode} becomes any of them.
 */
@NullMarked
package dev.tattle.nodes;

import org.jspecify.annotations.NullMarked;
