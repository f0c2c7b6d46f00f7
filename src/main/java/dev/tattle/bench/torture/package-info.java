/**
 * Torture of the counter service: real processes, HTTP clients, drawn faults.
 *
 * <p>A seed draws the faults. At the end every node must show all that was acknowledged. One thread
 * does all of it: {@link dev.tattle.bench.torture.Reactor} waits for sockets, times and answers.
 *
 * <p>It must not know how the service keeps counters. It starts the launcher and speaks HTTP.
 *
 * <p>Begin with {@link dev.tattle.bench.torture.TortureRun}, then {@link
 * dev.tattle.bench.torture.AdditionLedger}, which judges.
 */
@NullMarked
package dev.tattle.bench.torture;

import org.jspecify.annotations.NullMarked;
