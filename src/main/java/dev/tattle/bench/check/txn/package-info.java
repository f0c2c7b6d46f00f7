/**
 * The checker of transactions over lists and registers: which isolation levels a history rules out,
 * and the cycle of transactions that shows it.
 *
 * <p>It knows no workload's generator or client. Begin with {@link
 * dev.tattle.bench.check.txn.TxnChecker}, then {@link dev.tattle.bench.check.txn.TxnAnalysis}.
 */
@NullMarked
package dev.tattle.bench.check.txn;

import org.jspecify.annotations.NullMarked;
