package dev.tattle.bench.torture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request adds, and what became of it: all of its parts, or none. */
final class Addition {
  /**
   * To one counter.
   *
   * @param exponent of the power of four that is added, once in the life of the counter
   */
  record Part(int counter, int exponent, long delta) {
    long bit() {
      return 1L << exponent;
    }
  }

  private final List<Part> parts;
  private final @Nullable String key;
  private int attempts;
  private int underWay;
  private int unknown;
  private boolean isAcknowledged;

  /**
   * Not sent yet.
   *
   * @param key so that it counts once, however often it is sent; null for none
   */
  Addition(List<Part> parts, @Nullable String key) {
    this.parts = List.copyOf(parts);
    this.key = key;
  }

  List<Part> parts() {
    return parts;
  }

  @Nullable String key() {
    return key;
  }

  int attempts() {
    return attempts;
  }

  /** How many attempts are not answered yet. */
  int underWay() {
    return underWay;
  }

  boolean isAcknowledged() {
    return isAcknowledged;
  }

  /** True where nobody knows whether it was done, and nobody asks any more. */
  boolean isUnknown() {
    return !isAcknowledged && unknown > 0;
  }

  /** True where it may be seen somewhere. */
  boolean mayShow() {
    return isAcknowledged || unknown > 0 || underWay > 0;
  }

  void sent() {
    attempts++;
    underWay++;
  }

  void answered(RequestOutcome outcome) {
    underWay--;
    switch (outcome) {
      case DONE -> isAcknowledged = true;
      case UNKNOWN -> unknown++;
      case REFUSED -> {
        // As if it had never been sent.
      }
    }
  }
}
