/**
 * One engine that replicates the deltas of any store to all nodes.
 *
 * <p>It decides who lacks what, when to send, through which relay, when to acknowledge, and what to
 * send again. A {@link dev.tattle.gossip.Store} says what a delta is; the engine knows only
 * replicas and versions. All of it is pure state machines.
 *
 * <p>It must not know the messages of any workload's clients.
 *
 * <p>Begin with {@link dev.tattle.gossip.Gossip}, which is what a node holds.
 */
@NullMarked
package dev.tattle.gossip;

import org.jspecify.annotations.NullMarked;
