package dev.tattle.nodes;

import dev.tattle.counters.CounterLimits;
import org.jspecify.annotations.Nullable;

/**
 * What nodes are told when they are made.
 *
 * @param budget how long what is new may wait on its way
 * @param consistency of transactions; null for what suits them: registers are causal, lists strict
 *     serializable
 * @param counters how many named counters and keys there may be
 * @param retention so many messages kafka keeps of each key; {@link Long#MAX_VALUE} for all
 */
public record NodeSettings(
    LatencyBudget budget,
    @Nullable Consistency consistency,
    long retention,
    CounterLimits counters) {
  /** What suits the kind of data. */
  public static final NodeSettings DEFAULT =
      new NodeSettings(LatencyBudget.DEFAULT, null, Long.MAX_VALUE, CounterLimits.DEFAULT);

  /** The kind of node that serves transactions over registers. */
  Kind registers() {
    return consistency == Consistency.STRICT_SERIALIZABLE ? Kind.TXN_STRICT : Kind.TXN_CAUSAL;
  }

  public NodeSettings with(LatencyBudget newBudget) {
    return new NodeSettings(newBudget, consistency, retention, counters);
  }

  /** The same with transactions of this consistency; null for what suits their data. */
  public NodeSettings with(@Nullable Consistency newConsistency) {
    return new NodeSettings(budget, newConsistency, retention, counters);
  }

  public NodeSettings with(CounterLimits limits) {
    return new NodeSettings(budget, consistency, retention, limits);
  }

  /** The same, with so many messages kept of each key. */
  public NodeSettings retaining(long messages) {
    return new NodeSettings(budget, consistency, messages, counters);
  }
}
