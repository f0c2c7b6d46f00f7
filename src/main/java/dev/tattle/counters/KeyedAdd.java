package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * One replica's copy of an add with a key: {@code [{"k": key}, time, [[name, delta], …], written]}.
 * A deleted part has the delta 0.
 */
final class KeyedAdd extends Statement {
  static final String FIELD = "k";

  private static final int FIELDS = 4;

  /** The part of the add for one counter. */
  record Part(CounterState counter, long delta) {}

  final Key key;

  /** When it was accepted, by the clock of its node, in milliseconds since the epoch. */
  final long timeMillis;

  final List<Part> parts;

  /**
   * The number under which it was accepted. Its number in the log is later if parts were deleted.
   */
  final long written;

  KeyedAdd(Key key, ReplicaLog log, long timeMillis, List<Part> parts, long written) {
    super(log);
    this.key = key;
    this.timeMillis = timeMillis;
    this.parts = List.copyOf(parts);
    this.written = written;
  }

  /** The statement as JSON, for a log. A {@code written} of 0 stands for its own number. */
  static List<Json> json(String key, long timeMillis, List<Json> parts, long written) {
    List<Json> json = new ArrayList<>(FIELDS);
    json.add(Json.object(FIELD, Json.of(key)));
    json.add(Json.of(timeMillis));
    json.add(Json.array(parts));
    if (written != 0) {
      json.add(Json.of(written));
    }
    return json;
  }

  static boolean isKeyedAdd(List<Json> json) {
    boolean isLong = json.size() == FIELDS && json.get(FIELDS - 1) instanceof Json.Int;
    return (isLong || json.size() == FIELDS - 1)
        && json.get(0) instanceof Json.Obj subject
        && subject.fields().get(FIELD) instanceof Json.Text
        && json.get(1) instanceof Json.Int
        && areParts(json.get(2));
  }

  static boolean areParts(Json json) {
    boolean areParts = json instanceof Json.Arr;
    for (Json part : json instanceof Json.Arr parts ? parts.items() : List.<Json>of()) {
      areParts &=
          part instanceof Json.Arr pair
              && pair.items().size() == 2
              && pair.items().get(0) instanceof Json.Text
              && pair.items().get(1) instanceof Json.Int;
    }
    return areParts;
  }

  static Json part(String counter, long delta) {
    return Json.array(Json.of(counter), Json.of(delta));
  }

  static List<Json> json(List<Part> parts) {
    List<Json> json = new ArrayList<>(parts.size());
    parts.forEach(part -> json.add(part(part.counter.name(), part.delta)));
    return json;
  }

  /** The parts, with the delta 0 for these counters. */
  List<Part> partsBut(List<CounterState> voided) {
    List<Part> remaining = new ArrayList<>(parts.size());
    for (Part part : parts) {
      remaining.add(voided.contains(part.counter) ? new Part(part.counter, 0) : part);
    }
    return remaining;
  }

  @Override
  List<Json> toJson() {
    return json(key.name(), timeMillis, json(parts), written == number ? 0 : written);
  }

  @Override
  boolean isSpent() {
    return false;
  }
}
