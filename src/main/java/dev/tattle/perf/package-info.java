/**
 * How fast programs and the simulator are: what {@code bench perf} measures.
 *
 * <p>A program is anything that reads and writes lines, or that answers over TCP. What a program
 * lacks is reported and left out. Everything has a time limit.
 *
 * <p>It must not know node classes. It starts no threads: {@link
 * dev.tattle.bench.process.PipedProcess} does.
 *
 * <p>Begin with {@link dev.tattle.perf.PerfRun}, then {@link dev.tattle.perf.ProgramMeasures} and
 * {@link dev.tattle.perf.Batch}. {@link dev.tattle.perf.CounterPerf} measures the counter service.
 */
@NullMarked
package dev.tattle.perf;

import org.jspecify.annotations.NullMarked;
