/**
 * Judges histories of named counters. Each addition to a counter is a power of four of its own, so
 * that a value tells which additions it holds, and which of them twice: {@link
 * dev.tattle.bench.check.counters.PowerSum}.
 *
 * <p>Pure functions of a history: they know no workload, node or network. Begin with {@link
 * dev.tattle.bench.check.counters.CountersChecker}.
 */
@NullMarked
package dev.tattle.bench.check.counters;

import org.jspecify.annotations.NullMarked;
