package dev.tattle.bench.check.counters;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on one counter. Sets of additions are bits, by exponent. */
final class NamedCounter {
  /** A simulated clock runs at most twice as fast. */
  private static final long FASTEST_CLOCK = 2;

  private final String name;
  private final @Nullable Written[] additions = new Written[PowerSum.POWERS];
  private final List<Deleted> deletes = new ArrayList<>();
  private long negatives;
  private long failed;
  private long firstUnknownDelete = Long.MAX_VALUE;
  private long firstExpiryNanos = Long.MAX_VALUE;
  private long withTtl;
  private long longestTtlNanos;

  /** A delete, and the additions that it took away. */
  private record Deleted(Attempt attempt, long taken) {}

  NamedCounter(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Records an addition. */
  void add(int exponent, boolean isNegative, Written written) {
    Written earlier = additions[exponent];
    if (earlier != null && earlier != written) {
      throw HistoryException.at(
          written.first().invocation(),
          "expected an addition to " + name + " that no other one equals");
    }
    additions[exponent] = written;
    negatives |= isNegative ? 1L << exponent : 0;
  }

  /** Call this once all additions and all attempts at them are recorded. */
  void settle() {
    for (int exponent = 0; exponent < PowerSum.POWERS; exponent++) {
      Written written = additions[exponent];
      if (written == null) {
        continue;
      }
      Long ttl = written.ttlMillis();
      if (written.hasFailed()) {
        failed |= 1L << exponent;
      } else if (ttl != null) {
        long begin = written.first().invocation().timeNanos();
        long expiry = begin + MILLISECONDS.toNanos(ttl) / FASTEST_CLOCK;
        firstExpiryNanos = Math.min(firstExpiryNanos, expiry);
        withTtl |= 1L << exponent;
        longestTtlNanos = Math.max(longestTtlNanos, MILLISECONDS.toNanos(ttl));
      }
    }
  }

  /**
   * Records a delete.
   *
   * @param taken the value that it took away; null if unknown
   */
  void delete(Attempt attempt, @Nullable Json taken) {
    if (taken != null) {
      deletes.add(new Deleted(attempt, take(taken).shown()));
    } else if (attempt.outcome() != Operation.Type.FAIL) {
      firstUnknownDelete = Math.min(firstUnknownDelete, attempt.invocation().index());
    }
  }

  PowerSum take(Json value) {
    return PowerSum.of(value, negatives);
  }

  /** The additions that had begun before this entry. */
  long begunBefore(long index) {
    long begun = 0;
    for (int exponent = 0; exponent < PowerSum.POWERS; exponent++) {
      Written written = additions[exponent];
      if (written != null && written.first().invocation().index() < index) {
        begun |= 1L << exponent;
      }
    }
    return begun;
  }

  /** The additions whose attempts all failed. */
  long failed() {
    return failed;
  }

  /**
   * The additions that may be gone before this entry, because of a delete or a time to live. A
   * delete of unknown outcome may take away any addition at any later time. So may the end of a
   * time to live, because the deleting node may have seen any of them.
   */
  long removableBefore(Operation entry) {
    if (firstUnknownDelete < entry.index() || firstExpiryNanos < entry.timeNanos()) {
      return -1;
    }
    long removable = 0;
    for (Deleted delete : deletes) {
      if (delete.attempt.invocation().index() < entry.index()) {
        removable |= delete.taken;
      }
    }
    return removable;
  }

  /** The additions with a time to live. */
  long withTtl() {
    return withTtl;
  }

  /**
   * True if each time to live is over, however late it began.
   *
   * @param lastNanos the latest time at which one can have begun, and clocks can have been wrong
   */
  boolean isOver(long timeNanos, long lastNanos) {
    return timeNanos - lastNanos >= longestTtlNanos;
  }

  /** True if nothing ever goes away. */
  boolean onlyGrows() {
    return deletes.isEmpty()
        && firstUnknownDelete == Long.MAX_VALUE
        && firstExpiryNanos == Long.MAX_VALUE;
  }

  boolean hasAdditions() {
    return begunBefore(Long.MAX_VALUE) != 0;
  }

  /** The addition with this exponent, which must exist. */
  Written addition(int exponent) {
    return Objects.requireNonNull(additions[exponent]);
  }

  /** The delta of this addition. */
  long delta(int exponent) {
    long power = PowerSum.power(exponent);
    return (negatives >> exponent & 1) == 0 ? power : -power;
  }

  /** Formats additions for people: {@code "+16, -64"}. */
  String text(long exponents) {
    List<String> deltas = new ArrayList<>();
    for (int exponent = 0; exponent < PowerSum.POWERS; exponent++) {
      if ((exponents >> exponent & 1) != 0) {
        deltas.add("%+d".formatted(delta(exponent)));
      }
    }
    return String.join(", ", deltas);
  }
}
