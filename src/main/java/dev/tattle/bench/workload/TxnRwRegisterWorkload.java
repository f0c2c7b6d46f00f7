package dev.tattle.bench.workload;

import dev.tattle.bench.check.txn.TxnKind;

/** Transactions over registers: they read and write values, each written once to its register. */
public final class TxnRwRegisterWorkload extends TxnWorkload {
  public TxnRwRegisterWorkload() {
    super(TxnKind.RW_REGISTER);
  }

  @Override
  public String name() {
    return "txn-rw-register";
  }
}
