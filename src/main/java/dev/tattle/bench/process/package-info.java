/**
 * Nodes as real processes, on the wall clock: the only room of the bench that knows processes and
 * threads.
 *
 * <p>One thread, the event loop, runs the bench; a few threads a node only move lines. It must not
 * know workloads. Begin with {@link dev.tattle.bench.process.ProcessRun}, then {@link
 * dev.tattle.bench.process.NodeProcess}.
 */
@NullMarked
package dev.tattle.bench.process;

import org.jspecify.annotations.NullMarked;
