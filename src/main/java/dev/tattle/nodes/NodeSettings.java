package dev.tattle.nodes;

import org.jspecify.annotations.Nullable;

/**
 * What nodes are told when they are made.
 *
 * @param budget how long what is new may wait on its way
 * @param consistency of transactions; null for what suits them: registers are causal, lists strict
 *     serializable
 */
public record NodeSettings(LatencyBudget budget, @Nullable Consistency consistency) {
  /** What suits the kind of data. */
  public static final NodeSettings DEFAULT = new NodeSettings(LatencyBudget.DEFAULT, null);

  /** The kind of node that serves transactions over registers. */
  Kind registers() {
    return consistency == Consistency.STRICT_SERIALIZABLE ? Kind.TXN_STRICT : Kind.TXN_CAUSAL;
  }

  public NodeSettings with(LatencyBudget newBudget) {
    return new NodeSettings(newBudget, consistency);
  }

  public NodeSettings with(Consistency newConsistency) {
    return new NodeSettings(budget, newConsistency);
  }
}
