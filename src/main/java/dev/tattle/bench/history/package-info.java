/**
 * What happened in a run: operations, faults, problems, histories as text.
 *
 * <p>It must not know workloads, nodes or the network. A scheduler only gives it the time.
 *
 * <p>Begin with {@link dev.tattle.bench.history.Operation}, then {@link
 * dev.tattle.bench.history.Attempt}.
 */
@NullMarked
package dev.tattle.bench.history;

import org.jspecify.annotations.NullMarked;
