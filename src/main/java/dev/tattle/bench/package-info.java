/**
 * The bench: workloads, clients, generators, nemesis, services, histories, reports; Maelstrom's
 * semantics on one event loop.
 *
 * <p>All of it runs on a {@link dev.tattle.sim.Scheduler} and talks to nodes through a network, so
 * the same code drives real processes and simulated nodes. It never names a node class. Only {@code
 * bench.process} knows processes and threads; {@code bench.check} is pure; {@code bench.report} is
 * what people look at; {@code bench.perf} measures speed. Begin with {@link
 * dev.tattle.bench.TestRun}, then {@link dev.tattle.bench.Workers}.
 */
@NullMarked
package dev.tattle.bench;

import org.jspecify.annotations.NullMarked;
