/**
 * The run itself: one test from the start of its nodes to its last operation, on one event loop.
 *
 * <p>It runs on a {@link dev.tattle.sim.Scheduler} and talks to nodes through a network, so the
 * same code drives real processes and simulated nodes. It never names a node class. Its rooms hold
 * the parts; those above it are {@code bench.process}, which alone knows processes and threads, and
 * {@code bench.shrink}. Begin with {@link dev.tattle.bench.TestRun}, then {@link
 * dev.tattle.bench.load.Workers}.
 */
@NullMarked
package dev.tattle.bench;

import org.jspecify.annotations.NullMarked;
