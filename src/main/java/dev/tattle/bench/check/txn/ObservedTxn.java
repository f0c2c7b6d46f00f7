package dev.tattle.bench.check.txn;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as its client saw it.
 *
 * @param id its place among the transactions of the history, by completion, from 0
 * @param attempt invocation and completion
 * @param ops its steps, with what its reads showed
 */
record ObservedTxn(int id, Attempt attempt, List<ObservedOp> ops) {
  boolean isOk() {
    return attempt.isOk();
  }

  boolean isFailed() {
    return attempt.outcome() == Operation.Type.FAIL;
  }

  /**
   * True if it happened or may have happened. An open one may still happen, but nobody depends on
   * it.
   */
  boolean isPossible() {
    return !isFailed() && attempt.isFinished();
  }

  long process() {
    return attempt.completion().process();
  }

  /** The place of its completion in the history. */
  long index() {
    return attempt.completion().index();
  }

  long begin() {
    return attempt.invocation().index();
  }

  /** Compares ids, which are unique in a history, because comparing all steps would take long. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObservedTxn that && id == that.id;
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** The first read of each key that the transaction had not touched before. */
  Map<Json, Json> externalReads() {
    Map<Json, Json> reads = new LinkedHashMap<>();
    Map<Json, Boolean> isTouched = new LinkedHashMap<>();
    for (ObservedOp op : ops) {
      if (isTouched.put(op.key(), true) == null && !op.isWrite()) {
        reads.put(op.key(), op.value());
      }
    }
    return reads;
  }

  /** The last write to each key. */
  Map<Json, Json> externalWrites() {
    Map<Json, Json> writes = new LinkedHashMap<>();
    for (ObservedOp op : ops) {
      if (op.isWrite()) {
        writes.put(op.key(), op.value());
      }
    }
    return writes;
  }
}
