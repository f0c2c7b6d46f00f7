/**
 * One engine that replicates the deltas of any join-semilattice: who lacks what, batching,
 * acknowledgement, relays, fall-back, anti-entropy. Pure state machines.
 *
 * <p>What a delta is, a {@link dev.tattle.gossip.Store} says; the engine knows only replicas and
 * versions. It must not know any workload's client messages. Begin with {@link
 * dev.tattle.gossip.Gossip}.
 */
@NullMarked
package dev.tattle.gossip;

import org.jspecify.annotations.NullMarked;
