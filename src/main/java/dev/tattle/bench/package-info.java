/**
 * One test run, from the start of its nodes to its last operation.
 *
 * <p>All of it runs on one event loop. It uses a {@link dev.tattle.sim.Scheduler} and talks to
 * nodes through a network. So the same code drives real processes and simulated nodes.
 *
 * <p>It must not name a node class, nor know processes or threads. The packages below hold the
 * parts of a run; {@code process}, {@code service}, {@code shrink} and {@code torture} use it or
 * stand beside it.
 *
 * <p>Begin with {@link dev.tattle.bench.TestRun}, then {@link dev.tattle.bench.SimulatedRun}.
 */
@NullMarked
package dev.tattle.bench;

import org.jspecify.annotations.NullMarked;
