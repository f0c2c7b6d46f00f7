/**
 * Judges histories of strong counters: linearizable by a counter's model, and besides by what is
 * exact and cheap. The value of an operation is {@code [counter, {argument…, key?, result…}]}.
 *
 * <p>Pure functions of a history: they know no workload, node or network. Begin with {@link
 * dev.tattle.bench.check.strong.StrongCountersChecker}.
 */
@NullMarked
package dev.tattle.bench.check.strong;

import org.jspecify.annotations.NullMarked;
