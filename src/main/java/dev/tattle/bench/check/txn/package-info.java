/**
 * The checker of transactions over lists and registers.
 *
 * <p>It says which isolation levels a history rules out, and shows the cycle of transactions that
 * proves it.
 *
 * <p>It must not know the workload's generator or client.
 *
 * <p>Begin with {@link dev.tattle.bench.check.txn.TxnChecker}, then {@link
 * dev.tattle.bench.check.txn.TxnAnalysis}.
 */
@NullMarked
package dev.tattle.bench.check.txn;

import org.jspecify.annotations.NullMarked;
