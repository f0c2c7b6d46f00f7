package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.List;

/**
 * Says that one replica's copy of a keyed add is gone: {@code [{"x": key}, [[name, delta], …],
 * written]}. It has the parts that moved into the replica's slots, and the number under which the
 * add was accepted. Nodes that delete at the same time need it: they have seen the add, but not in
 * the slot.
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

  /** The statement as JSON, for a log. */
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

  /** How much moved into the replica's slot after this version, if the add was accepted by then. */
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

  /** True if the slots have applied all deletions of their counters. */
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
