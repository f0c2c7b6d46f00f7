package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * One replica's sum of adds to one counter: {@code [name, total, baseline's version, baseline's
 * total, written, ttl, ttl since]}, without zeros at the end.
 */
final class Slot extends Statement {
  private static final int FIELDS = 7;

  /**
   * The fields of a slot.
   *
   * @param total the sum of all adds. It may wrap around, because only its distance from the
   *     baseline counts
   * @param written the number of the last add; 0 for the slot's own number
   * @param ttlMillis how long the counter lives; 0 for no end
   * @param ttlSince the number with which the time to live began; 0 for the slot's own number
   */
  record State(long total, Baseline baseline, long written, long ttlMillis, long ttlSince) {
    /**
     * The value of {@code written} in a slot that has no add yet, because adds will only move in.
     */
    static final long NOTHING_YET = -1;

    static State opened(long version) {
      return new State(0, new Baseline(version, 0), NOTHING_YET, 0, 0);
    }

    State plus(long delta) {
      return new State(total + delta, baseline, 0, ttlMillis, ttlSince);
    }

    /** This state with another baseline and an explicit {@code written}, for a new number. */
    State with(Baseline newBaseline, long newWritten) {
      return new State(total, newBaseline, newWritten, ttlMillis, ttlSince);
    }

    State living(long newTtlMillis, long since) {
      return new State(total, baseline, written, newTtlMillis, since);
    }

    /** The statement as JSON, for a log. */
    List<Json> toJson(String name) {
      long[] numbers = {total, baseline.version(), baseline.total(), written, ttlMillis, ttlSince};
      int size = numbers.length;
      while (size > 1 && numbers[size - 1] == 0) {
        size--;
      }
      List<Json> json = new ArrayList<>(size + 1);
      json.add(Json.of(name));
      for (int i = 0; i < size; i++) {
        json.add(Json.of(numbers[i]));
      }
      return json;
    }

    /** Reads the output of {@link #toJson} that is in a log under this number. */
    static State fromJson(List<Json> json, long number) {
      long[] numbers = new long[FIELDS - 1];
      for (int i = 1; i < json.size(); i++) {
        numbers[i - 1] = ((Json.Int) json.get(i)).value();
      }
      boolean lives = numbers[4] > 0;
      return new State(
          numbers[0],
          new Baseline(numbers[1], numbers[2]),
          numbers[3] == 0 ? number : numbers[3],
          numbers[4],
          lives && numbers[5] == 0 ? number : numbers[5]);
    }
  }

  final CounterState counter;
  private State state = State.opened(0);

  // The number under which the baseline came.
  private long baselineSince;

  // When the counter expires, by this node's clock; 0 for never.
  private long deadlineMillis;

  Slot(ReplicaLog log, CounterState counter) {
    super(log);
    this.counter = counter;
  }

  static boolean isSlot(List<Json> json) {
    boolean isSlot = json.size() >= 2 && json.size() <= FIELDS && json.get(0) instanceof Json.Text;
    for (int i = 1; i < json.size(); i++) {
      isSlot &= json.get(i) instanceof Json.Int;
    }
    return isSlot;
  }

  State state() {
    return state;
  }

  long baselineSince() {
    return baselineSince;
  }

  /**
   * Takes the replica's state with this number. Clocks differ, so at each node a time to live
   * begins when the node gets the state.
   */
  void take(State latest, long aNumber, long nowMillis) {
    if (!latest.baseline.equals(state.baseline)) {
      baselineSince = aNumber;
    }
    if (latest.ttlMillis == 0) {
      deadlineMillis = 0;
    } else if (latest.ttlSince != state.ttlSince || deadlineMillis == 0) {
      deadlineMillis = nowMillis + latest.ttlMillis;
    }
    state = latest;
  }

  /** What is removed from this slot's count. */
  Baseline lastBaseline() {
    Baseline deleted = counter.baseline(log.id());
    return deleted.version() <= state.baseline.version()
        ? state.baseline
        : new Baseline(
            deleted.version(), deleted.total() + counter.movedSince(log, deleted.version()));
  }

  /** The part of the total that still counts. */
  long count() {
    Baseline last = lastBaseline();
    return state.written > last.version() ? state.total - last.total() : 0;
  }

  boolean isAlive() {
    return state.written > lastBaseline().version();
  }

  /** When the counter expires by this replica's statement; 0 for never. */
  long deadlineMillis() {
    return state.ttlSince > lastBaseline().version() ? deadlineMillis : 0;
  }

  @Override
  List<Json> toJson() {
    long written = state.written == number ? 0 : state.written;
    long since = state.ttlSince == number ? 0 : state.ttlSince;
    return state
        .with(state.baseline, written)
        .living(state.ttlMillis, since)
        .toJson(counter.name());
  }

  /** True if nothing in it counts and nothing will move into it. */
  @Override
  boolean isSpent() {
    return state.written <= state.baseline.version() && !counter.hasKeysOf(log);
  }
}
