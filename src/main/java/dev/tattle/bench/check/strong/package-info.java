/**
 * The checker of strong counters: linearizable, and exact where that is cheap.
 *
 * <p>The value of an operation is {@code [counter, {argument…, key?, result…}]}.
 *
 * <p>It must not know workloads, nodes or the network.
 *
 * <p>Begin with {@link dev.tattle.bench.check.strong.StrongCountersChecker}.
 */
@NullMarked
package dev.tattle.bench.check.strong;

import org.jspecify.annotations.NullMarked;
