package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import java.util.ArrayList;
import java.util.List;

/** Packs the items of a state into the parts of a snapshot. */
public final class SnapshotParts {
  private static final int BYTES = 64 << 10;

  private SnapshotParts() {}

  /**
   * Packs items, in order, into arrays of up to about {@value #BYTES} bytes; each part fits into a
   * message. A larger item is a part of its own. No items give one empty part.
   */
  public static List<Json> of(Iterable<Json> items) {
    List<Json> parts = new ArrayList<>();
    List<Json> part = new ArrayList<>();
    long bytes = 0;
    for (Json item : items) {
      long weight = Weight.bytes(item);
      if (!part.isEmpty() && bytes + weight > BYTES) {
        parts.add(Json.array(part));
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(item);
      bytes += weight;
    }
    parts.add(Json.array(part));
    return parts;
  }

  /**
   * Unpacks the items of these parts.
   *
   * @throws IllegalArgumentException if a part is not an array
   */
  public static List<Json> items(List<Json> parts) {
    List<Json> items = new ArrayList<>();
    for (Json part : parts) {
      items.addAll(RaftJson.items(part, "a part of a snapshot"));
    }
    return items;
  }
}
