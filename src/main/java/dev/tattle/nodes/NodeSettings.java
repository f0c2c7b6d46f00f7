package dev.tattle.nodes;

import dev.tattle.counters.CounterLimits;
import org.jspecify.annotations.Nullable;

/**
 * The settings of nodes.
 *
 * @param budget how long new data may wait on its way
 * @param consistency the consistency of transactions; null for the default: causal for registers,
 *     strict serializable for lists
 * @param counters the limits of named counters
 * @param retention how many messages of each key {@code kafka} keeps; {@link Long#MAX_VALUE} for
 *     all
 */
public record NodeSettings(
    LatencyBudget budget,
    @Nullable Consistency consistency,
    long retention,
    CounterLimits counters) {
  /** The defaults of each kind of data. */
  public static final NodeSettings DEFAULT =
      new NodeSettings(LatencyBudget.DEFAULT, null, Long.MAX_VALUE, CounterLimits.DEFAULT);

  /** The kind of node that serves transactions over registers. */
  Kind registers() {
    return consistency == Consistency.STRICT_SERIALIZABLE ? Kind.TXN_STRICT : Kind.TXN_CAUSAL;
  }

  /** These settings with another latency budget. */
  public NodeSettings with(LatencyBudget newBudget) {
    return new NodeSettings(newBudget, consistency, retention, counters);
  }

  /** These settings with another consistency of transactions; null for the default. */
  public NodeSettings with(@Nullable Consistency newConsistency) {
    return new NodeSettings(budget, newConsistency, retention, counters);
  }

  /** These settings with other limits of named counters. */
  public NodeSettings with(CounterLimits limits) {
    return new NodeSettings(budget, consistency, retention, limits);
  }

  /** These settings with another {@code retention}. */
  public NodeSettings retaining(long messages) {
    return new NodeSettings(budget, consistency, messages, counters);
  }
}
