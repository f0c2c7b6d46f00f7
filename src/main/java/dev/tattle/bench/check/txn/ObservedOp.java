package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;

/**
 * One step of a transaction: a read of a key, or a write to it.
 *
 * @param value the value read or written; {@link Json#NULL} if a read found no value or its outcome
 *     is unknown
 */
record ObservedOp(boolean isWrite, Json key, Json value) {
  /** The step in words: {@code read of 3}, {@code append of 7 to 3}. */
  Json json(TxnKind kind) {
    return Json.array(Json.of(isWrite ? kind.write() : TxnKind.READ), key, value);
  }
}
