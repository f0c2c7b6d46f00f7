/**
 * A consensus core: one log that a majority agrees on, whatever is lost, late or restarted.
 *
 * <p>Source: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014),
 * called <em>the paper</em> here, and Ongaro's <em>thesis</em>, "Consensus: Bridging Theory and
 * Practice" (2014). Both are quoted by section.
 *
 * <p>It is pure, as all cores are: messages and timers in; messages, records to keep and committed
 * entries out. It knows neither clients nor what a command means. Begin with {@link
 * dev.tattle.raft.RaftGroup}, which is what a node holds; {@link dev.tattle.raft.Raft} below it is
 * the protocol.
 */
@NullMarked
package dev.tattle.raft;

import org.jspecify.annotations.NullMarked;
