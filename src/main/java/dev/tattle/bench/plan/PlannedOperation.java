package dev.tattle.bench.plan;

import dev.tattle.bench.history.Invocation;

/**
 * One operation of a plan.
 *
 * @param timeNanos when it begins, since the first operation was due
 * @param worker that begins it, from 0; worker w talks to node w modulo the number of nodes
 */
public record PlannedOperation(long timeNanos, int worker, Invocation invocation) {}
