package dev.tattle.bench.workload;

import dev.tattle.bench.check.txn.TxnKind;
import java.util.List;

/** Transactions over registers. They read and write values; each written value is unique. */
public final class TxnRwRegisterWorkload extends TxnWorkload {
  /** The strongest model that an always available node can satisfy; the default is stronger. */
  private static final String AVAILABLE = "--consistency-models causal-cerone ";

  /** Makes the workload; it has no state. */
  public TxnRwRegisterWorkload() {
    super(TxnKind.RW_REGISTER);
  }

  @Override
  public String name() {
    return "txn-rw-register";
  }

  @Override
  public Trials trials() {
    return new Trials(
        Trials.DEFAULT.quick().stream().map(AVAILABLE::concat).toList(),
        List.of(
            AVAILABLE
                + "--availability total --node-count 5 --concurrency 2n --time-limit 20"
                + " --rate 1000 --nemesis partition"),
        List.of(
            AVAILABLE + "--node-count 3",
            AVAILABLE + "--node-count 5",
            "--consistency strict-serializable --node-count 3"));
  }
}
