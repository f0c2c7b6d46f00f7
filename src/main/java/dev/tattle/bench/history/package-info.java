/**
 * What happened in a run: operations, faults, and what nodes did wrong; and histories as text.
 *
 * <p>It knows no workload, node or network; a scheduler only tells it the time. Begin with {@link
 * dev.tattle.bench.history.Operation}, then {@link dev.tattle.bench.history.Attempt}.
 */
@NullMarked
package dev.tattle.bench.history;

import org.jspecify.annotations.NullMarked;
