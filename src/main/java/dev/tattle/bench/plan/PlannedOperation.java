package dev.tattle.bench.plan;

import dev.tattle.bench.history.Invocation;

/**
 * One operation of a plan.
 *
 * @param timeNanos when it begins, since the first operation was due
 * @param worker that begins it, from 0: the worker w talks to node w modulo their number
 */
public record PlannedOperation(long timeNanos, int worker, Invocation invocation) {}
