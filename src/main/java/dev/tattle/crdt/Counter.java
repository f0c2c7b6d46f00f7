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
 * A counter of any size that goes up and down (a PN-counter). Each replica has one slot, and only
 * that replica writes it. The counter's value is the sum of the slots. A replica numbers its writes
 * and the later write wins, so a slot needs no separate sums of increments and decrements.
 * Immutable.
 *
 * <p>Source: Almeida, Shoker, Baquero, "Delta State Replicated Data Types" (2018), the counter of
 * lexicographic pairs.
 */
public record Counter(SortedMap<ReplicaId, Slot> slots) {
  /** The counter to which nobody has added. */
  public static final Counter ZERO = new Counter(Collections.emptySortedMap());

  /**
   * What one replica has added.
   *
   * @param version how many times it has added, from 1
   * @param total the sum of its adds
   */
  public record Slot(long version, BigInteger total) {
    /** The slot of a replica that has not added. */
    public static final Slot NONE = new Slot(0, BigInteger.ZERO);

    /** The slot after one more add. */
    public Slot plus(BigInteger delta) {
      return new Slot(version + 1, total.add(delta));
    }
  }

  public Counter {
    slots = Collections.unmodifiableSortedMap(slots);
  }

  /** The least counter that covers both. */
  public Counter join(Counter other) {
    SortedMap<ReplicaId, Slot> merged = new TreeMap<>(slots);
    other.slots.forEach(
        (replica, slot) ->
            merged.merge(replica, slot, (a, b) -> a.version() >= b.version() ? a : b));
    return new Counter(merged);
  }

  /** True if this counter has all that the other has. */
  public boolean covers(Counter other) {
    return other.slots.entrySet().stream()
        .allMatch(entry -> version(entry.getKey()) >= entry.getValue().version());
  }

  /** How many times a replica has added, as far as this counter knows. */
  private long version(ReplicaId replica) {
    return slots.getOrDefault(replica, Slot.NONE).version();
  }

  /** The counter as JSON: {@code {"replica":[version,total],…}}. */
  public Json toJson() {
    Map<String, Json> fields = new LinkedHashMap<>();
    slots.forEach(
        (replica, slot) ->
            fields.put(replica.name(), Json.array(Json.of(slot.version()), Json.of(slot.total()))));
    return new Json.Obj(fields);
  }

  /**
   * Reads the output of {@link #toJson}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
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

  /**
   * Reads an integer of any size.
   *
   * @throws IllegalArgumentException if it is anything else
   */
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
