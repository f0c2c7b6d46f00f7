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

/** All that is known of one counter: what each replica has added, and what was deleted. */
final class CounterState {
  private final String name;
  private final List<Slot> slots = new ArrayList<>(1);
  private List<Deletion> deletions = List.of();
  private Set<Key> keys = Set.of();
  private List<Forgotten> moved = List.of();

  // What adds with keys have added, and how many of them.
  private BigInteger keyed = BigInteger.ZERO;
  private int keyedAdds;

  CounterState(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The sum of all that was added and not deleted. */
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

  /** True where somebody has added something that was not deleted. */
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

  /** When it is to be deleted, by this node's clock, in milliseconds; 0 for never. */
  long deadlineMillis() {
    long latest = 0;
    for (Slot slot : slots) {
      latest = Math.max(latest, slot.deadlineMillis());
    }
    return latest;
  }

  boolean isUnused() {
    return slots.isEmpty() && deletions.isEmpty() && keys.isEmpty() && moved.isEmpty();
  }

  /** What deletions take away from a replica's count. Its own slot may have a later one. */
  Baseline baseline(ReplicaId replica) {
    Baseline latest = Baseline.NONE;
    for (Deletion deletion : deletions) {
      latest = Baseline.later(latest, deletion.baseline(replica));
    }
    return latest;
  }

  /**
   * A baseline of each replica that has added something that is here, and what this replica has
   * deleted before. What others have deleted is theirs to say: who has not heard of it would see
   * some of it.
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

  /** True where a replica's own log says no more that it has added what was deleted. */
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

  /** Some of what an add with a key had added has moved into a slot. */
  void add(Forgotten one) {
    moved = new ArrayList<>(moved);
    moved.add(one);
  }

  void remove(Forgotten one) {
    moved = new ArrayList<>(moved);
    moved.remove(one);
  }

  /** How much has moved into the replica's slot that was there, elsewhere, at that version. */
  long movedSince(ReplicaLog log, long version) {
    long sum = 0;
    for (Forgotten one : moved) {
      sum += one.log == log ? one.movedSince(this, version) : 0;
    }
    return sum;
  }

  /** True where the replica has a copy of an add with a key that concerns this counter. */
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

  /** An add with a key counts. */
  void count(long delta) {
    keyed = keyed.add(BigInteger.valueOf(delta));
    keyedAdds++;
  }

  /** It counts no more. */
  void uncount(long delta) {
    keyed = keyed.subtract(BigInteger.valueOf(delta));
    keyedAdds--;
  }
}
