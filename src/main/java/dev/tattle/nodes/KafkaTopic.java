package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The messages of one key. Up to some offset it is <em>closed</em>: no message below can still
 * appear, so that is what polls show. The others wait.
 */
final class KafkaTopic {
  /** A message, as polls show it: {@code [offset, message]}. */
  private record Shown(long offset, Json pair) {}

  private final List<Shown> closed = new ArrayList<>();
  private final NavigableMap<Long, Json> waiting = new TreeMap<>();
  private long greatest = -1;
  private long closedUpTo = -1;
  private long committed = -1;
  private long acknowledged = -1;

  /** The least offset above all that is here which this one of so many nodes may give. */
  long next(int rank, int nodes) {
    long above = greatest + 1;
    return above + Math.floorMod(rank - above, nodes);
  }

  /** A message has come. */
  void add(long offset, Json message) {
    greatest = Math.max(greatest, offset);
    waiting.put(offset, Json.array(Json.of(offset), message));
  }

  /** No message up to this offset can still appear. */
  void close(long upTo) {
    closedUpTo = Math.max(closedUpTo, upTo);
    Iterator<Map.Entry<Long, Json>> ready = waiting.headMap(closedUpTo, true).entrySet().iterator();
    while (ready.hasNext()) {
      Map.Entry<Long, Json> next = ready.next();
      insert(new Shown(next.getKey(), next.getValue()));
      ready.remove();
    }
  }

  /** Mostly at the end: one that comes too late is of a node that has lost its memory. */
  private void insert(Shown shown) {
    int place = closed.size();
    while (place > 0 && closed.get(place - 1).offset > shown.offset) {
      place--;
    }
    closed.add(place, shown);
  }

  /** Closed messages from this offset on: as much as fits, but at least one if there is any. */
  Json from(long offset, long maxBytes) {
    List<Json> pairs = new ArrayList<>();
    long bytes = 0;
    for (int i = firstFrom(offset); i < closed.size() && bytes < maxBytes; i++) {
      Json pair = closed.get(i).pair;
      bytes += Weight.bytes(pair);
      pairs.add(pair);
    }
    return Json.array(pairs);
  }

  private int firstFrom(long offset) {
    int low = 0;
    int high = closed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (closed.get(middle).offset < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The greatest offset that was committed; -1 for none. */
  long committed() {
    return committed;
  }

  void commit(long offset) {
    committed = Math.max(committed, offset);
  }

  /** A client of this node was told that this is committed. */
  void acknowledge(long offset) {
    acknowledged = Math.max(acknowledged, offset);
  }

  /**
   * The greatest committed offset to begin from: who begins beyond what is closed here would be
   * shown nothing. Never less than before, nor than what was acknowledged here; -1 for none.
   */
  long position() {
    return Math.max(acknowledged, Math.min(committed, closedUpTo));
  }
}
