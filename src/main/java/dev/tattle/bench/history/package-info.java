/**
 * What happened in a run: operations, faults, problems, histories as text.
 *
 * <p>It must not know workloads, nodes or the network.
 *
 * <p>Begin with {@link dev.tattle.bench.history.Operation}, then {@link
 * dev.tattle.bench.history.Attempt}.
 *
 * <p>For example, the reads that succeeded and show a negative number:
 *
 * <pre>{@code
 * Attempt.all(history).stream()
 *     .filter(attempt -> attempt.f().equals("read") && attempt.isOk())
 *     .map(attempt -> attempt.completion().value())
 *     .filter(value -> value instanceof Json.Int number && number.value() < 0)
 * }</pre>
 */
@NullMarked
package dev.tattle.bench.history;

import org.jspecify.annotations.NullMarked;
