package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One addition or one batch, with all attempts at it. Attempts with the same key belong together.
 */
final class Written {
  private final Map<String, Integer> exponents;
  private final @Nullable Long ttlMillis;
  private final List<Attempt> attempts = new ArrayList<>();

  /**
   * An addition without attempts so far.
   *
   * @param exponents by counter
   * @param ttlMillis the time to live; null if it does not expire
   */
  Written(Map<String, Integer> exponents, @Nullable Long ttlMillis) {
    this.exponents = new LinkedHashMap<>(exponents);
    this.ttlMillis = ttlMillis;
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
  }

  Map<String, Integer> exponents() {
    return exponents;
  }

  @Nullable Long ttlMillis() {
    return ttlMillis;
  }

  /** The attempt that began first. */
  Attempt first() {
    return attempts.get(0);
  }

  boolean isAcknowledged() {
    return attempts.stream().anyMatch(Attempt::isOk);
  }

  /** True if it did not happen and never will. */
  boolean hasFailed() {
    return attempts.stream().allMatch(a -> a.outcome() == Operation.Type.FAIL);
  }
}
