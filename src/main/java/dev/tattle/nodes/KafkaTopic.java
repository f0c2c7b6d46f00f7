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
 * The messages of one key. The key is <em>closed</em> up to some offset: no message up to there can
 * still appear. Polls show the closed messages; the others wait.
 */
final class KafkaTopic {
  /**
   * A message, as polls show it: {@code [offset, message]}.
   *
   * @param place the place of its record; null if all messages are kept, because nobody asks then
   */
  private record Shown(Json pair, @Nullable Place place) {
    long offset() {
      return ((Json.Int) ((Json.Arr) pair).items().get(0)).value();
    }
  }

  /** The place of a record: a replica's log, and the number in it, from 1. */
  record Place(ReplicaId origin, long number) {}

  private record Waiting(Json pair, Place place) {}

  private final List<Shown> closed = new ArrayList<>();
  private final NavigableMap<Long, Waiting> waiting = new TreeMap<>();
  private long greatest = -1;
  private long stableUpTo = -1;
  private long closedUpTo = -1;
  private long committed = -1;
  private long acknowledged = -1;

  /** The least offset above all that are here that the node of this rank may give. */
  long next(int rank, int nodes) {
    long above = greatest + 1;
    return above + Math.floorMod(rank - above, nodes);
  }

  /** Notes that this offset is taken. */
  void see(long offset) {
    greatest = Math.max(greatest, offset);
  }

  /** Adds a message, which waits. */
  void add(long offset, Json message, Place place) {
    see(offset);
    waiting.put(offset, new Waiting(Json.array(Json.of(offset), message), place));
  }

  /** Removes a message that is void, so that polls never show it. */
  void remove(long offset) {
    waiting.remove(offset);
  }

  /** Notes that no message up to this offset can still appear. */
  void isStable(long upTo) {
    stableUpTo = Math.max(stableUpTo, upTo);
  }

  /**
   * Closes stable messages, up to the first that could still become void.
   *
   * @param isSafe whether a message at this place can't become void any more
   * @param mayDrop whether {@link #keepLatest} drops messages later
   * @return true if no stable message is left to close
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

  /**
   * Inserts mostly at the end. A later message with a lower offset is of a node that lost its
   * state.
   */
  private void insert(Shown shown) {
    int place = closed.size();
    while (place > 0 && closed.get(place - 1).offset() > shown.offset()) {
      place--;
    }
    closed.add(place, shown);
  }

  /**
   * Drops the oldest messages once there are a quarter more than {@code most}. It stops at the
   * first message that another node may lack.
   *
   * @param isEverywhere whether all nodes have the record at this place
   * @return the places of the dropped messages' records
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

  /** Closed messages from this offset on, as many as fit, but at least one if there is any. */
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

  /** Notes that a client of this node was told that this offset is committed. */
  void acknowledge(long offset) {
    acknowledged = Math.max(acknowledged, offset);
  }

  /**
   * The greatest committed offset that a client should begin from; -1 for none. It is not beyond
   * what is closed here, because a client that began there would see nothing. It never goes back,
   * and is never below what was acknowledged here.
   */
  long position() {
    return Math.max(acknowledged, Math.min(committed, closedUpTo));
  }
}
