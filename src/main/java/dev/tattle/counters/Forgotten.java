package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.List;

/**
 * One replica's copy of a keyed add is gone: {@code [{"x": key}, [[name, delta], …], written]},
 * with what has moved into the replica's slots, and the number under which the add was accepted. It
 * is for those who delete at the same time: they have seen the add, but not in the slot.
 */
final class Forgotten extends Statement {
  static final String FIELD = "x";

  private static final int FIELDS = 3;

  final Key key;
  final List<KeyedAdd.Part> moved;
  final long written;

  Forgotten(ReplicaLog log, Key key, List<KeyedAdd.Part> moved, long written) {
    super(log);
    this.key = key;
    this.moved = List.copyOf(moved);
    this.written = written;
  }

  /** What it says, to be put into a log. */
  static List<Json> json(String key, List<Json> moved, long written) {
    return List.of(Json.object(FIELD, Json.of(key)), Json.array(moved), Json.of(written));
  }

  static boolean isForgotten(List<Json> json) {
    return json.size() == FIELDS
        && json.get(0) instanceof Json.Obj subject
        && subject.fields().get(FIELD) instanceof Json.Text
        && KeyedAdd.areParts(json.get(1))
        && json.get(2) instanceof Json.Int;
  }

  /** How much of it came into the replica's slot after a version at which it was accepted. */
  long movedSince(CounterState counter, long version) {
    long sum = 0;
    if (written <= version && version < number) {
      for (KeyedAdd.Part part : moved) {
        sum += part.counter() == counter ? part.delta() : 0;
      }
    }
    return sum;
  }

  @Override
  List<Json> toJson() {
    return json(key.name(), KeyedAdd.json(moved), written);
  }

  /** Nobody's deletion is of a time before it that the slot has not taken into account. */
  @Override
  boolean isSpent() {
    for (KeyedAdd.Part part : moved) {
      Slot slot = part.counter().slot(log);
      Baseline deleted = part.counter().baseline(log.id());
      if (slot != null && slot.state().baseline().version() < deleted.version()) {
        return false;
      }
    }
    return true;
  }
}
