package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one key. Up to some offset it is <em>closed</em>: no message below can still
 * appear, so that is what polls show. The others wait.
 */
final class KafkaTopic {
  /**
   * A message, as polls show it: {@code [offset, message]}.
   *
   * @param place where its record stands; null where nobody will ask, because all are kept
   */
  private record Shown(Json pair, @Nullable Place place) {
    long offset() {
      return ((Json.Int) ((Json.Arr) pair).items().get(0)).value();
    }
  }

  /** Where a record stands: in whose log, and as which from 1. */
  record Place(ReplicaId origin, long number) {}

  private record Waiting(Json pair, Place place) {}

  private final List<Shown> closed = new ArrayList<>();
  private final NavigableMap<Long, Waiting> waiting = new TreeMap<>();
  private long greatest = -1;
  private long stableUpTo = -1;
  private long closedUpTo = -1;
  private long committed = -1;
  private long acknowledged = -1;

  /** The least offset above all that is here which this one of so many nodes may give. */
  long next(int rank, int nodes) {
    long above = greatest + 1;
    return above + Math.floorMod(rank - above, nodes);
  }

  /** This offset is taken. */
  void see(long offset) {
    greatest = Math.max(greatest, offset);
  }

  /** A message has come. */
  void add(long offset, Json message, Place place) {
    see(offset);
    waiting.put(offset, new Waiting(Json.array(Json.of(offset), message), place));
  }

  /** What stands at this offset is void, and will never be shown. */
  void remove(long offset) {
    waiting.remove(offset);
  }

  /** No message up to this offset can still appear. */
  void isStable(long upTo) {
    stableUpTo = Math.max(stableUpTo, upTo);
  }

  /**
   * Shows what is stable, up to the first message that could still become void.
   *
   * @param isSafe whether a message at this place can't
   * @param mayDrop whether messages are dropped later, by {@link #keepLatest}
   * @return true where nothing is left to show
   */
  boolean close(Predicate<Place> isSafe, boolean mayDrop) {
    Iterator<Map.Entry<Long, Waiting>> ready =
        waiting.headMap(stableUpTo, true).entrySet().iterator();
    while (ready.hasNext()) {
      Map.Entry<Long, Waiting> next = ready.next();
      if (!isSafe.test(next.getValue().place)) {
        closedUpTo = Math.max(closedUpTo, next.getKey() - 1);
        return false;
      }
      insert(new Shown(next.getValue().pair, mayDrop ? next.getValue().place : null));
      ready.remove();
    }
    closedUpTo = Math.max(closedUpTo, stableUpTo);
    return true;
  }

  /** Mostly at the end: one that comes too late is of a node that has lost its memory. */
  private void insert(Shown shown) {
    int place = closed.size();
    while (place > 0 && closed.get(place - 1).offset() > shown.offset()) {
      place--;
    }
    closed.add(place, shown);
  }

  /**
   * Drops the oldest messages beyond so many, once there are a quarter more, up to the first that
   * another node may lack.
   *
   * @param isEverywhere whether all nodes have the record at this place
   * @return where the records of the dropped messages stand
   */
  List<Place> keepLatest(long most, Predicate<Place> isEverywhere) {
    List<Place> dropped = new ArrayList<>();
    if (closed.size() <= most + most / 4) {
      return dropped;
    }
    long needless = closed.size() - most;
    while (dropped.size() < needless) {
      Place oldest = Objects.requireNonNull(closed.get(dropped.size()).place);
      if (!isEverywhere.test(oldest)) {
        break;
      }
      dropped.add(oldest);
    }
    closed.subList(0, dropped.size()).clear();
    return dropped;
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
      if (closed.get(middle).offset() < offset) {
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
