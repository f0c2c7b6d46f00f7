/**
 * The torture of the counter service: real processes of it, clients that add over HTTP, and faults
 * that a seed chooses; at the end every node must show what was acknowledged.
 *
 * <p>All of it is one thread's: {@link dev.tattle.bench.torture.Reactor} waits for sockets, times
 * and answers. It must not know how the service keeps counters; it starts the launcher and speaks
 * HTTP. Begin with {@link dev.tattle.bench.torture.TortureRun}, then {@link
 * dev.tattle.bench.torture.AdditionLedger}, which judges.
 */
@NullMarked
package dev.tattle.bench.torture;

import org.jspecify.annotations.NullMarked;
