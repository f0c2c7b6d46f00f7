package dev.tattle.runtime.cluster.node;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of durations.
 *
 * <p>Thread rule: for all threads.
 */
public final class Latencies {
  static final double[] BOUNDS_SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final double NANOS = 1e9;

  private final LongAdder[] counts = new LongAdder[BOUNDS_SECONDS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  Latencies() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** Counts one duration. */
  public void add(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_SECONDS.length && nanos > BOUNDS_SECONDS[bucket] * NANOS) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(nanos);
  }

  /** Counts the durations in this bucket and all buckets before it. */
  double countUpTo(int bucket) {
    long count = 0;
    for (int i = 0; i <= bucket; i++) {
      count += counts[i].sum();
    }
    return count;
  }

  double count() {
    return countUpTo(BOUNDS_SECONDS.length);
  }

  double sumSeconds() {
    return sumNanos.sum() / NANOS;
  }

  /**
   * Writes pairs of an upper bound in seconds and the number of durations up to it. The last pair
   * has no bound.
   */
  Json toJson() {
    List<Json> pairs = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      Json bound =
          i == BOUNDS_SECONDS.length ? Json.NULL : new Json.Num(Double.toString(BOUNDS_SECONDS[i]));
      pairs.add(Json.array(bound, Json.of((long) countUpTo(i))));
    }
    return Json.array(pairs);
  }

  static String bound(int bucket) {
    return bucket == BOUNDS_SECONDS.length ? "+Inf" : Double.toString(BOUNDS_SECONDS[bucket]);
  }
}
