/**
 * Checkers: pure functions of a history, with Jepsen's semantics and names.
 *
 * <p>They know no node, process, network or clock. Begin with {@link
 * dev.tattle.bench.check.Checker}.
 */
@NullMarked
package dev.tattle.bench.check;

import org.jspecify.annotations.NullMarked;
