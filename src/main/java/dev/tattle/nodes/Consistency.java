package dev.tattle.nodes;

import java.util.Locale;

/**
 * What a node promises for transactions.
 *
 * <p>Source: Cerone, Bernardi, Gotsman, "A Framework for Transactional Consistency Models with
 * Atomic Visibility" (2015), for causal consistency; Papadimitriou, "The Serializability of
 * Concurrent Database Updates" (1979), and Herlihy and Wing (1990) for strict serializability.
 */
public enum Consistency {
  /** Each node answers by itself. It shows whole transactions in causal order, and may be stale. */
  CAUSAL,

  /** Transactions seem to run one after the other, in real-time order. This needs a majority. */
  STRICT_SERIALIZABLE;

  /**
   * Reads {@code causal} or {@code strict-serializable}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Consistency parse(String text) {
    for (Consistency one : values()) {
      if (one.label().equals(text)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "expected causal or strict-serializable, but it is '" + text + "'");
  }

  /** The name that {@link #parse} reads. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
