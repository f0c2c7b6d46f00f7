/**
 * Checkers: pure functions of a history, with Jepsen's semantics and names.
 *
 * <p>They know no node, process, network or clock. Begin with {@link
 * dev.tattle.bench.check.Checker}; {@link dev.tattle.bench.check.WorkloadCheckers} finds a
 * workload's, and {@link dev.tattle.bench.check.Judgement} puts the parts together.
 */
@NullMarked
package dev.tattle.bench.check;

import org.jspecify.annotations.NullMarked;
