/**
 * The checker of named counters.
 *
 * <p>The workload adds a different power of four each time. So a value shows which additions it
 * holds, and which of them twice: {@link dev.tattle.bench.check.counters.PowerSum}.
 *
 * <p>It must not know workloads, nodes or the network.
 *
 * <p>Begin with {@link dev.tattle.bench.check.counters.CountersChecker}.
 */
@NullMarked
package dev.tattle.bench.check.counters;

import org.jspecify.annotations.NullMarked;
