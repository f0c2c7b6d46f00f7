package dev.tattle.bench.workload;

import dev.tattle.bench.check.counters.PowerSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Holds a few counters at a time, so that clients meet at them. A counter retires after all
 * additions that a value can tell apart, and a new one takes its place.
 */
final class CounterPool {
  /**
   * What may happen to a counter. Kinds are kept apart so that uncertainty about one does not blur
   * the others.
   */
  enum Kind {
    /** Clients only add to it. */
    KEPT(0),
    /** Clients sometimes delete it. */
    DELETED(0),
    /** Its additions have a time to live that ends during the test. */
    BRIEF(1_500),
    /** Its additions have a time to live that ends long after the test. */
    LASTING(600_000);

    private final long ttlMillis;

    Kind(long ttlMillis) {
      this.ttlMillis = ttlMillis;
    }

    /** The mean time to live of its additions; 0 for none. */
    long ttlMillis() {
      return ttlMillis;
    }
  }

  /** An addition; no other addition to this counter has the same delta. */
  record Addition(String counter, long delta, Kind kind) {}

  private static final List<Kind> KINDS =
      List.of(Kind.KEPT, Kind.KEPT, Kind.DELETED, Kind.DELETED, Kind.BRIEF, Kind.LASTING);

  /** One in this many looks is at a retired counter. */
  private static final int RETIRED_ONE_IN = 8;

  private final RandomGenerator random;
  private final List<Place> places = new ArrayList<>();
  private final List<String> retired = new ArrayList<>();
  private int named;

  private static final class Place {
    private final Kind kind;
    private String name;
    private int used;

    Place(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
    }
  }

  CounterPool(RandomGenerator random) {
    this.random = random;
    KINDS.forEach(kind -> places.add(new Place(kind, newName(kind))));
  }

  private String newName(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT) + "-" + named++;
  }

  /** Draws the next addition, to any counter. */
  Addition draw() {
    return drawFrom(places.get(random.nextInt(places.size())));
  }

  /** Draws one addition each to some of the counters without a time to live. */
  List<Addition> drawBatch() {
    List<Addition> batch = new ArrayList<>();
    for (Place place : places) {
      if (place.kind.ttlMillis == 0 && random.nextBoolean()) {
        batch.add(drawFrom(place));
      }
    }
    return batch.isEmpty() ? List.of(drawFrom(places.get(0))) : batch;
  }

  private Addition drawFrom(Place place) {
    if (place.used == PowerSum.POWERS) {
      retired.add(place.name);
      place.name = newName(place.kind);
      place.used = 0;
    }
    long power = PowerSum.power(place.used++);
    return new Addition(place.name, random.nextInt(3) == 0 ? -power : power, place.kind);
  }

  /** Draws a counter to look at. */
  String look() {
    return !retired.isEmpty() && random.nextInt(RETIRED_ONE_IN) == 0
        ? retired.get(random.nextInt(retired.size()))
        : places.get(random.nextInt(places.size())).name;
  }

  /** Draws a counter to delete. */
  String victim() {
    List<Place> victims = places.stream().filter(place -> place.kind == Kind.DELETED).toList();
    return victims.get(random.nextInt(victims.size())).name;
  }
}
