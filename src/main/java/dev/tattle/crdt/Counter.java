package dev.tattle.crdt;

import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A counter that goes up and down, of any size: a slot a replica, written by that replica alone;
 * its value is the sum of the slots. As one replica writes a slot, and numbers its writes, the
 * later write wins and a slot needs no separate sums of what was added and taken away. Immutable.
 *
 * <p>Source: Almeida, Shoker, Baquero, "Delta State Replicated Data Types" (2018), the counter made
 * of lexicographic pairs.
 */
public record Counter(SortedMap<ReplicaId, Slot> slots) {
  public static final Counter ZERO = new Counter(Collections.emptySortedMap());

  /**
   * What one replica has added.
   *
   * @param version how often it has added, from 1
   * @param total the sum of its adds
   */
  public record Slot(long version, BigInteger total) {
    /** Of a replica that has not added. */
    public static final Slot NONE = new Slot(0, BigInteger.ZERO);

    /** The slot after one more add. */
    public Slot plus(BigInteger delta) {
      return new Slot(version + 1, total.add(delta));
    }
  }

  public Counter {
    slots = Collections.unmodifiableSortedMap(slots);
  }

  public Counter join(Counter other) {
    SortedMap<ReplicaId, Slot> merged = new TreeMap<>(slots);
    other.slots.forEach(
        (replica, slot) ->
            merged.merge(replica, slot, (a, b) -> a.version() >= b.version() ? a : b));
    return new Counter(merged);
  }

  /** True where the other counter has nothing that this one lacks. */
  public boolean covers(Counter other) {
    return other.slots.entrySet().stream()
        .allMatch(entry -> version(entry.getKey()) >= entry.getValue().version());
  }

  /** How often a replica has added, as far as is known here. */
  private long version(ReplicaId replica) {
    return slots.getOrDefault(replica, Slot.NONE).version();
  }

  /** {@code {"replica":[version,total],…}}. */
  public Json toJson() {
    Map<String, Json> fields = new LinkedHashMap<>();
    slots.forEach(
        (replica, slot) ->
            fields.put(replica.name(), Json.array(Json.of(slot.version()), Json.of(slot.total()))));
    return new Json.Obj(fields);
  }

  /** Reads {@link #toJson}; throws IllegalArgumentException at anything else. */
  public static Counter fromJson(Json json) {
    if (!(json instanceof Json.Obj object)) {
      throw new IllegalArgumentException("expected an object of slots, not " + json.kind());
    }
    SortedMap<ReplicaId, Slot> slots = new TreeMap<>();
    object.fields().forEach((name, slot) -> slots.put(new ReplicaId(name), slot(slot)));
    return new Counter(slots);
  }

  private static Slot slot(Json json) {
    if (json instanceof Json.Arr array && array.items().size() == 2) {
      List<Json> items = array.items();
      if (items.get(0) instanceof Json.Int version && version.value() > 0) {
        return new Slot(version.value(), integer(items.get(1)));
      }
    }
    throw new IllegalArgumentException("expected a slot to be [version,total], not " + json);
  }

  /** An integer of any size; throws IllegalArgumentException at anything else. */
  public static BigInteger integer(Json json) {
    if (json instanceof Json.Int integer) {
      return BigInteger.valueOf(integer.value());
    }
    if (json instanceof Json.Num num && num.isInteger()) {
      return new BigInteger(num.literal());
    }
    throw new IllegalArgumentException("expected an integer, not " + json.kind());
  }
}
