package dev.tattle.bench.workload;

import dev.tattle.bench.check.txn.TxnKind;
import java.util.List;

/** Transactions over lists. They read whole lists and append elements; each element is unique. */
public final class TxnListAppendWorkload extends TxnWorkload {
  /** Makes the workload; it has no state. */
  public TxnListAppendWorkload() {
    super(TxnKind.LIST_APPEND);
  }

  @Override
  public String name() {
    return "txn-list-append";
  }

  @Override
  public boolean needsMajority() {
    return true;
  }

  @Override
  public Trials trials() {
    return new Trials(
        Trials.DEFAULT.quick(),
        List.of("--node-count 3 --concurrency 2n --time-limit 20 --rate 100 --nemesis partition"),
        Trials.DEFAULT.simulated());
  }
}
