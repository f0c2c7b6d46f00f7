package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What one replica has added to one counter: {@code [name, total, baseline's version, baseline's
 * total, written, deadline]}, where zeros at the end are left out.
 *
 * <p>The running total wraps around: what counts is its distance from a baseline, which is kept
 * within 64 bits.
 */
final class Slot extends Entry {
  /** For {@link #written}, where something is only to move in. */
  static final long NOTHING_YET = -1;

  private static final int WRITTEN = 4;
  private static final int DEADLINE = 5;
  private static final int FIELDS = 6;

  final NamedCounter counter;
  long total;
  Baseline baseline;

  /** The number of the last add; what came since concerns the baseline alone. */
  long written;

  /** The number under which the baseline came. */
  long baselineSince;

  /** When the counter is to be deleted, in milliseconds since the epoch; 0 for never. */
  private long deadlineMillis;

  Slot(ReplicaLog log, NamedCounter counter) {
    super(log);
    this.counter = counter;
    baseline = Baseline.NONE;
  }

  /** What it says, to be put into a log; 0 for {@code written} stands for its own number. */
  static List<Json> json(String name, long total, Baseline baseline, long written, long deadline) {
    long[] numbers = {total, baseline.version(), baseline.total(), written, deadline};
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

  /** Takes what {@link #json} makes, which stands under this number. */
  void read(List<Json> json, long aNumber) {
    Baseline latest = new Baseline(integer(json, 2), integer(json, 3));
    baselineSince = latest.equals(baseline) ? baselineSince : aNumber;
    baseline = latest;
    total = integer(json, 1);
    written = integer(json, WRITTEN) == 0 ? aNumber : integer(json, WRITTEN);
    deadlineMillis = integer(json, DEADLINE);
  }

  static boolean isSlot(List<Json> json) {
    boolean isSlot = json.size() >= 2 && json.size() <= FIELDS && json.get(0) instanceof Json.Text;
    for (int i = 1; i < json.size(); i++) {
      isSlot &= json.get(i) instanceof Json.Int;
    }
    return isSlot;
  }

  private static long integer(List<Json> json, int index) {
    return index < json.size() ? ((Json.Int) json.get(index)).value() : 0;
  }

  /** What is taken away from it. */
  Baseline lastBaseline() {
    Baseline deleted = counter.baseline(log.id());
    return deleted.version() <= baseline.version()
        ? baseline
        : new Baseline(
            deleted.version(), deleted.total() + counter.movedSince(log, deleted.version()));
  }

  /** What still counts of it. */
  long count() {
    Baseline last = lastBaseline();
    return written > last.version() ? total - last.total() : 0;
  }

  boolean isAlive() {
    return written > lastBaseline().version();
  }

  /** When the counter is to be deleted as far as this replica has said; 0 for never. */
  long deadlineMillis() {
    boolean isDeleted = counter.baseline(log.id()).version() > baseline.version();
    return isDeleted && !isAlive() ? 0 : deadlineMillis;
  }

  /** The later of two deadlines. */
  long deadlineOr(long otherMillis) {
    return Math.max(deadlineMillis(), otherMillis);
  }

  @Override
  List<Json> toJson() {
    return json(counter.name(), total, baseline, written == number ? 0 : written, deadlineMillis);
  }

  /** It holds nothing that counts, and nothing will move into it. */
  @Override
  boolean isSpent() {
    return written <= baseline.version() && !counter.hasKeysOf(log);
  }
}
