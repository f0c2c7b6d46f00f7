package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;

/**
 * One step of a transaction: a read of a key, or a write to it.
 *
 * @param value what was read, {@link Json#NULL} if the key was absent or the read's end is unknown;
 *     or what was written
 */
record ObservedOp(boolean isWrite, Json key, Json value) {
  /** As a sentence names it: {@code read of 3}, {@code append of 7 to 3}. */
  Json json(TxnKind kind) {
    return Json.array(Json.of(isWrite ? kind.write() : TxnKind.READ), key, value);
  }
}
