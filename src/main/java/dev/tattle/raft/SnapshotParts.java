package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import java.util.ArrayList;
import java.util.List;

/** Packs what a state consists of into the parts of a snapshot. */
public final class SnapshotParts {
  private static final int BYTES = 64 << 10;

  private SnapshotParts() {}

  /**
   * The items in the same order, as arrays of some {@value #BYTES} bytes: a part for a message. One
   * item that is larger is a part by itself; of no items there is one empty part.
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
   * The items of these parts.
   *
   * @throws IllegalArgumentException where a part is something else
   */
  public static List<Json> items(List<Json> parts) {
    List<Json> items = new ArrayList<>();
    for (Json part : parts) {
      items.addAll(RaftJson.items(part, "a part of a snapshot"));
    }
    return items;
  }
}
