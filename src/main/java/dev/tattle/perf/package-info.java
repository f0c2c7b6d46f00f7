/**
 * How fast programs are that speak Maelstrom's protocol, and the simulator: what {@code bench perf}
 * measures.
 *
 * <p>A program is anything that reads and writes lines; what it lacks is told and left out, and
 * everything has a time limit. It must not know node classes; its processes and threads are {@link
 * dev.tattle.bench.process.PipedProcess}'s. Begin with {@link dev.tattle.perf.PerfRun}, then {@link
 * dev.tattle.perf.ProgramMeasures} and {@link dev.tattle.perf.Batch}.
 */
@NullMarked
package dev.tattle.perf;

import org.jspecify.annotations.NullMarked;
