/**
 * A consensus core: one log that a majority agrees on.
 *
 * <p>Sources: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014),
 * called <em>the paper</em> here; and Ongaro's <em>thesis</em>, "Consensus: Bridging Theory and
 * Practice" (2014). Comments quote both by section.
 *
 * <p>It is pure, as all cores are. Messages and timers go in; messages, records to keep and
 * committed entries come out.
 *
 * <p>It must not know what a command means, nor the messages of clients.
 *
 * <p>Begin with {@link dev.tattle.raft.RaftGroup}, which is what a node holds. {@link
 * dev.tattle.raft.Raft} below it is the protocol. {@link dev.tattle.raft.ClusterGroup} is a group
 * whose members come and go.
 */
@NullMarked
package dev.tattle.raft;

import org.jspecify.annotations.NullMarked;
