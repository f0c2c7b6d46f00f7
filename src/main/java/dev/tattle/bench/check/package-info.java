/**
 * Checkers: pure functions that judge a history, in Jepsen's terms.
 *
 * <p>They must not know nodes, processes, the network or a clock.
 *
 * <p>Begin with {@link dev.tattle.bench.check.Checker}. {@link dev.tattle.bench.check.Judgement}
 * puts the verdict of a whole run together.
 *
 * <p>A checker of your own is a method:
 *
 * <pre>{@code
 * static Findings noReadIsNegative(List<Operation> history) {
 *   long negative =
 *       Attempt.all(history).stream()
 *           .filter(attempt -> attempt.f().equals("read") && attempt.isOk())
 *           .map(attempt -> attempt.completion().value())
 *           .filter(value -> value instanceof Json.Int number && number.value() < 0)
 *           .count();
 *   String reason = Findings.counted(negative, "read is negative", "reads are negative");
 *   return new Findings(Verdict.of(negative == 0), reason, List.of());
 * }
 * }</pre>
 */
@NullMarked
package dev.tattle.bench.check;

import org.jspecify.annotations.NullMarked;
