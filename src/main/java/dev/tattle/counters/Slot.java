package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What one replica has added to one counter: {@code [name, total, baseline's version, baseline's
 * total, written, ttl, ttl since]}, where zeros at the end are left out.
 */
final class Slot extends Statement {
  private static final int FIELDS = 7;

  /**
   * What a slot says.
   *
   * @param total of all adds; it wraps around, as what counts is its distance from the baseline
   * @param written the number of the last add; 0 for that of the slot itself
   * @param ttlMillis how long the counter is to live; 0 for no end
   * @param ttlSince the number with which the time to live began; 0 for that of the slot itself
   */
  record State(long total, Baseline baseline, long written, long ttlMillis, long ttlSince) {
    /** For {@code written}, where something is only to move in. */
    static final long NOTHING_YET = -1;

    static State opened(long version) {
      return new State(0, new Baseline(version, 0), NOTHING_YET, 0, 0);
    }

    State plus(long delta) {
      return new State(total + delta, baseline, 0, ttlMillis, ttlSince);
    }

    /** As it is kept under another number: what it says of its own one becomes explicit. */
    State with(Baseline newBaseline, long newWritten) {
      return new State(total, newBaseline, newWritten, ttlMillis, ttlSince);
    }

    State living(long newTtlMillis, long since) {
      return new State(total, baseline, written, newTtlMillis, since);
    }

    /** What is put into a log. */
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

    /** Reads {@link #toJson}, which stands under this number. */
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

  // When the counter is to be deleted, by this node's clock; 0 for never.
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
   * Takes what the replica says under this number. Clocks differ, so a time to live begins for each
   * node when it hears of it.
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

  /** What is taken away from it. */
  Baseline lastBaseline() {
    Baseline deleted = counter.baseline(log.id());
    return deleted.version() <= state.baseline.version()
        ? state.baseline
        : new Baseline(
            deleted.version(), deleted.total() + counter.movedSince(log, deleted.version()));
  }

  /** What still counts of it. */
  long count() {
    Baseline last = lastBaseline();
    return state.written > last.version() ? state.total - last.total() : 0;
  }

  boolean isAlive() {
    return state.written > lastBaseline().version();
  }

  /** When the counter is to be deleted as far as this replica has said; 0 for never. */
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

  /** It holds nothing that counts, and nothing will move into it. */
  @Override
  boolean isSpent() {
    return state.written <= state.baseline.version() && !counter.hasKeysOf(log);
  }
}
