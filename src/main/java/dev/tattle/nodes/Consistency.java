package dev.tattle.nodes;

import java.util.Locale;

/**
 * What transactions are promised.
 *
 * <p>Source: Cerone, Bernardi, Gotsman, "A Framework for Transactional Consistency Models with
 * Atomic Visibility" (2015), for causal consistency; Papadimitriou, "The Serializability of
 * Concurrent Database Updates" (1979), and Herlihy and Wing (1990) for the strict one.
 */
public enum Consistency {
  /** Each node answers by itself; what it shows is whole, in causal order, and may be stale. */
  CAUSAL,

  /** As if one transaction ran after the other; needs a majority of the nodes. */
  STRICT_SERIALIZABLE;

  /**
   * Reads {@code causal} or {@code strict-serializable}.
   *
   * @throws IllegalArgumentException where it is neither
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

  /** As {@link #parse} takes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
