/**
 * Checkers: pure functions that judge a history, in Jepsen's terms.
 *
 * <p>They must not know nodes, processes, the network or a clock.
 *
 * <p>Begin with {@link dev.tattle.bench.check.Checker}. {@link dev.tattle.bench.check.Judgement}
 * puts the verdict of a whole run together.
 */
@NullMarked
package dev.tattle.bench.check;

import org.jspecify.annotations.NullMarked;
