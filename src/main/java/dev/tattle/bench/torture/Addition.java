package dev.tattle.bench.torture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The additions of one request, which take effect together or not at all, and their outcome. */
final class Addition {
  /**
   * An addition to one counter.
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
   * An addition that is not sent yet.
   *
   * @param key that makes it count once, however often it is sent; null for none
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

  /** The number of attempts without an answer so far. */
  int underWay() {
    return underWay;
  }

  boolean isAcknowledged() {
    return isAcknowledged;
  }

  /** True if it is unknown whether it was done, and no client tries it again. */
  boolean isUnknown() {
    return !isAcknowledged && unknown > 0;
  }

  /** True if some node may show it. */
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
