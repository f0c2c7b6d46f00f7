package dev.tattle.counters;

import dev.tattle.crdt.ReplicaId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that this node knows of one counter: what each replica has added, and what was deleted. */
final class CounterState {
  private final String name;
  private final List<Slot> slots = new ArrayList<>(1);
  private List<Deletion> deletions = List.of();
  private Set<Key> keys = Set.of();
  private List<Forgotten> moved = List.of();

  // The sum of the adds with keys that count, and their number.
  private BigInteger keyed = BigInteger.ZERO;
  private int keyedAdds;

  CounterState(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The sum of all adds that were not deleted. */
  BigInteger value() {
    BigInteger large = keyed;
    long sum = 0;
    for (Slot slot : slots) {
      long count = slot.count();
      long more = sum + count;
      if (((sum ^ more) & (count ^ more)) < 0) {
        large = large.add(BigInteger.valueOf(sum));
        more = count;
      }
      sum = more;
    }
    return large.signum() == 0 ? BigInteger.valueOf(sum) : large.add(BigInteger.valueOf(sum));
  }

  /** True if there is an add that was not deleted. */
  boolean exists() {
    if (keyedAdds > 0) {
      return true;
    }
    for (Slot slot : slots) {
      if (slot.isAlive()) {
        return true;
      }
    }
    return false;
  }

  /** When the counter expires, by this node's clock, in milliseconds; 0 for never. */
  long deadlineMillis() {
    long latest = 0;
    for (Slot slot : slots) {
      latest = Math.max(latest, slot.deadlineMillis());
    }
    return latest;
  }

  /** The logs of the replicas that have added to it. */
  Set<ReplicaLog> logs() {
    Set<ReplicaLog> logs = new LinkedHashSet<>();
    slots.forEach(slot -> logs.add(slot.log));
    keys.forEach(key -> logs.addAll(key.logs()));
    return logs;
  }

  boolean isUnused() {
    return slots.isEmpty() && deletions.isEmpty() && keys.isEmpty() && moved.isEmpty();
  }

  /**
   * What deletions remove from a replica's count. The replica's own slot may have a later baseline.
   */
  Baseline baseline(ReplicaId replica) {
    Baseline latest = Baseline.NONE;
    for (Deletion deletion : deletions) {
      latest = Baseline.later(latest, deletion.baseline(replica));
    }
    return latest;
  }

  /**
   * The baselines for a deletion by this replica: one of each replica whose adds are here, and
   * those of this replica's earlier deletion. It does not repeat the deletions of others: a node
   * that lacks such a deletion would see only a part of it.
   */
  Map<ReplicaId, Baseline> baselines(ReplicaLog own) {
    Map<ReplicaId, Baseline> baselines = new LinkedHashMap<>();
    for (Slot slot : slots) {
      baselines.put(slot.log.id(), new Baseline(slot.log.shown(), slot.state().total()));
    }
    for (Key key : keys) {
      for (ReplicaLog log : key.logs()) {
        baselines.putIfAbsent(log.id(), new Baseline(log.shown(), 0));
      }
    }
    Deletion earlier = deletion(own);
    if (earlier != null) {
      earlier.baselines.forEach(
          (replica, baseline) -> baselines.merge(replica, baseline, Baseline::later));
    }
    return baselines;
  }

  /** True if a replica's own log no longer has the adds that a baseline removes. */
  boolean hasTaken(ReplicaId replica, Baseline baseline) {
    for (Slot slot : slots) {
      if (slot.log.id().equals(replica) && slot.state().baseline().version() < baseline.version()) {
        return false;
      }
    }
    for (Key key : keys) {
      if (key.hasUntaken(replica, this, baseline)) {
        return false;
      }
    }
    return true;
  }

  @Nullable Slot slot(ReplicaLog log) {
    for (Slot slot : slots) {
      if (slot.log == log) {
        return slot;
      }
    }
    return null;
  }

  void add(Slot slot) {
    slots.add(slot);
  }

  void remove(Slot slot) {
    slots.remove(slot);
  }

  List<Deletion> deletions() {
    return deletions;
  }

  @Nullable Deletion deletion(ReplicaLog log) {
    for (Deletion deletion : deletions) {
      if (deletion.log == log) {
        return deletion;
      }
    }
    return null;
  }

  void add(Deletion deletion) {
    deletions = new ArrayList<>(deletions);
    deletions.add(deletion);
    keys.forEach(Key::recount);
  }

  void remove(Deletion deletion) {
    deletions = new ArrayList<>(deletions);
    deletions.remove(deletion);
    keys.forEach(Key::recount);
  }

  /** Notes that a part of an add with a key has moved into a slot. */
  void add(Forgotten one) {
    moved = new ArrayList<>(moved);
    moved.add(one);
  }

  void remove(Forgotten one) {
    moved = new ArrayList<>(moved);
    moved.remove(one);
  }

  /**
   * How much moved into the replica's slot after this version, of adds that were accepted before.
   */
  long movedSince(ReplicaLog log, long version) {
    long sum = 0;
    for (Forgotten one : moved) {
      sum += one.log == log ? one.movedSince(this, version) : 0;
    }
    return sum;
  }

  /** True if the replica has a copy of an add with a key to this counter. */
  boolean hasKeysOf(ReplicaLog log) {
    for (Key key : keys) {
      if (key.copy(log) != null) {
        return true;
      }
    }
    return false;
  }

  Set<Key> keys() {
    return keys;
  }

  void add(Key key) {
    if (keys.isEmpty()) {
      keys = new LinkedHashSet<>();
    }
    keys.add(key);
  }

  void remove(Key key) {
    keys.remove(key);
    if (keys.isEmpty()) {
      keys = Set.of();
    }
  }

  /** Counts an add with a key. */
  void count(long delta) {
    keyed = keyed.add(BigInteger.valueOf(delta));
    keyedAdds++;
  }

  /** No longer counts an add with a key. */
  void uncount(long delta) {
    keyed = keyed.subtract(BigInteger.valueOf(delta));
    keyedAdds--;
  }
}
