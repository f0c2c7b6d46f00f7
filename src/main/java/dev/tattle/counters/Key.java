package dev.tattle.counters;

import dev.tattle.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key under which an add counts once, even if several replicas have a copy of the add. The copy
 * of the replica with the first id counts. If a part of any copy was deleted, that part no longer
 * counts.
 */
final class Key {
  private final String name;
  private final List<KeyedAdd> copies = new ArrayList<>(1);
  private final List<Forgotten> forgotten = new ArrayList<>(0);

  /** The parts that are included in the counters' sums. */
  private List<KeyedAdd.Part> counted = List.of();

  Key(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The copy that counts. There must be one. */
  KeyedAdd winner() {
    KeyedAdd winner = copies.get(0);
    for (KeyedAdd copy : copies) {
      if (copy.log.id().compareTo(winner.log.id()) < 0) {
        winner = copy;
      }
    }
    return winner;
  }

  List<KeyedAdd> copies() {
    return copies;
  }

  boolean hasCopies() {
    return !copies.isEmpty();
  }

  /** True if no other replica has a copy, or had one that some node may not know of. */
  boolean isOnly(KeyedAdd copy) {
    return copies.size() == 1 && copies.get(0) == copy && forgotten.isEmpty();
  }

  boolean isUnused() {
    return copies.isEmpty() && forgotten.isEmpty();
  }

  @Nullable KeyedAdd copy(ReplicaLog log) {
    for (KeyedAdd copy : copies) {
      if (copy.log == log) {
        return copy;
      }
    }
    return null;
  }

  @Nullable Forgotten forgotten(ReplicaLog log) {
    for (Forgotten one : forgotten) {
      if (one.log == log) {
        return one;
      }
    }
    return null;
  }

  void add(Forgotten one) {
    forgotten.add(one);
  }

  void remove(Forgotten one) {
    forgotten.remove(one);
  }

  void add(KeyedAdd copy) {
    copies.add(copy);
    recount();
  }

  void remove(KeyedAdd copy) {
    copies.remove(copy);
    recount();
  }

  /** Updates the counters' sums after a change. */
  void recount() {
    for (KeyedAdd.Part part : counted) {
      part.counter().uncount(part.delta());
    }
    List<KeyedAdd.Part> now = new ArrayList<>(1);
    for (KeyedAdd.Part part : hasCopies() ? winner().parts : List.<KeyedAdd.Part>of()) {
      if (!isVoid(part.counter())) {
        now.add(part);
        part.counter().count(part.delta());
      }
    }
    counted = List.copyOf(now);
  }

  /** The counters to which the copy still adds something that was deleted. */
  List<CounterState> voided(KeyedAdd copy) {
    List<CounterState> voided = new ArrayList<>();
    for (KeyedAdd.Part part : copy.parts) {
      if (part.delta() != 0 && isVoid(part.counter())) {
        voided.add(part.counter());
      }
    }
    return voided;
  }

  /** True if a copy has a part for the counter. */
  boolean adds(CounterState counter) {
    for (KeyedAdd copy : copies) {
      for (KeyedAdd.Part part : copy.parts) {
        if (part.counter() == counter) {
          return true;
        }
      }
    }
    return false;
  }

  /** The logs that have a copy. */
  List<ReplicaLog> logs() {
    List<ReplicaLog> logs = new ArrayList<>(1);
    copies.forEach(copy -> logs.add(copy.log));
    return logs;
  }

  /** True if a replica's copy still adds to the counter what a baseline removes. */
  boolean hasUntaken(ReplicaId replica, CounterState counter, Baseline baseline) {
    for (KeyedAdd copy : copies) {
      boolean isTaken = copy.log.id().equals(replica) && copy.written <= baseline.version();
      for (KeyedAdd.Part part : isTaken ? copy.parts : List.<KeyedAdd.Part>of()) {
        if (part.counter() == counter && part.delta() != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** True if the part for the counter was deleted. */
  private boolean isVoid(CounterState counter) {
    for (KeyedAdd copy : copies) {
      for (KeyedAdd.Part part : copy.parts) {
        if (part.counter() == counter
            && (part.delta() == 0 || copy.written <= counter.baseline(copy.log.id()).version())) {
          return true;
        }
      }
    }
    return false;
  }
}
