/**
 * Nodes as real processes, on the wall clock.
 *
 * <p>One thread, the event loop, runs the bench. A few threads a node only move lines.
 *
 * <p>It must not know workloads.
 *
 * <p>Begin with {@link dev.tattle.bench.process.ProcessRun}, then {@link
 * dev.tattle.bench.process.NodeProcess}.
 */
@NullMarked
package dev.tattle.bench.process;

import org.jspecify.annotations.NullMarked;
