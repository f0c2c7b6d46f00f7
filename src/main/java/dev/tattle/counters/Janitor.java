package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store from growing: moves keyed adds into slots when their keys need not be remembered
 * any more, and drops what says nothing any more.
 *
 * <p>Both wait until all nodes are known to have something: each that is a member, or of which
 * there is a replica. They say so in their own logs ({@link Note}), when there is something to be
 * known. As a log is shown in its order, whoever reads such a note has all that was said before it:
 * so once all have a copy of a keyed add, and have said so, no other copy of it can turn up.
 * Source: causal stability, Baquero, Almeida, Shoker, "Making Operation-Based CRDTs
 * Operation-Based" (2014).
 */
final class Janitor {
  /** How much is rewritten at a time. */
  private static final int BATCH = 500;

  /** Parts of a log for which nothing came for so many rounds are given up. */
  private static final int IDLE_ROUNDS = 4;

  private final CounterStore store;
  private final CounterLimits limits;

  Janitor(CounterStore store, CounterLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  boolean needsCare() {
    return !store.contents().spendable().isEmpty()
        || store.logs().stream().anyMatch(ReplicaLog::hasParts);
  }

  /** What this replica is to say, in their order; none where there is nothing to do. */
  List<List<Json>> tidy(Collection<NodeId> others) {
    for (ReplicaLog log : List.copyOf(store.logs())) {
      log.giveUp(IDLE_ROUNDS);
    }
    Stability stability = new Stability(store, others);
    dropSpent(stability);
    Rewrites rewrites = new Rewrites(store.own());
    takeDeletions(rewrites, stability);
    forgetKeys(rewrites, stability);
    List<List<Json>> said = rewrites.said();
    if (needsNote()) {
      said.add(Note.json(store.shown()));
    }
    return said;
  }

  private void dropSpent(Stability stability) {
    for (Statement entry : List.copyOf(store.contents().spendable())) {
      if (entry.isSpent() && isKnownToAll(entry, stability)) {
        store.contents().dropSpent(entry);
      }
    }
  }

  private boolean isKnownToAll(Statement entry, Stability stability) {
    boolean isKnown = stability.covers(entry.log, entry.number);
    if (isKnown && entry instanceof Deletion deletion) {
      for (Map.Entry<ReplicaId, Baseline> one : deletion.baselines.entrySet()) {
        ReplicaLog log = store.log(one.getKey());
        Slot slot = deletion.counter.slot(log);
        isKnown &= stability.covers(log, one.getValue().version());
        isKnown &= slot == null || stability.covers(log, slot.baselineSince());
      }
    }
    return isKnown;
  }

  /**
   * This replica's own entries stop saying that they add what was deleted. Not before all have the
   * deletion: else one who has this log, but not yet the deletion, would show some of it.
   */
  private void takeDeletions(Rewrites rewrites, Stability stability) {
    for (Statement entry : store.contents().spendable()) {
      if (entry instanceof Deletion deletion
          && rewrites.size() < BATCH
          && areKnownToAll(deletion.counter, stability)) {
        Slot slot = deletion.counter.slot(store.own());
        if (slot != null && slot.lastBaseline().version() > slot.state().baseline().version()) {
          rewrites.takeBaseline(slot);
        }
        for (Key key : deletion.counter.keys()) {
          KeyedAdd own = key.copy(store.own());
          if (own != null) {
            takeVoids(own, rewrites, stability);
          }
        }
      }
    }
  }

  /** True where all nodes have all deletions of a counter. */
  private static boolean areKnownToAll(CounterState counter, Stability stability) {
    for (Deletion deletion : counter.deletions()) {
      if (!stability.covers(deletion.log, deletion.number)) {
        return false;
      }
    }
    return true;
  }

  private static void takeVoids(KeyedAdd own, Rewrites rewrites, Stability stability) {
    List<CounterState> voided = own.key.voided(own);
    voided.removeIf(counter -> !areKnownToAll(counter, stability));
    if (!voided.isEmpty()) {
      rewrites.add(own, voided);
    }
  }

  private void forgetKeys(Rewrites rewrites, Stability stability) {
    for (Key key : store.contents().keys().all()) {
      if (rewrites.size() >= BATCH || !isOver(key)) {
        return;
      }
      KeyedAdd own = key.copy(store.own());
      if (own != null && isOver(own) && stability.covers(own.log, own.number)) {
        forget(key, own, rewrites, stability);
      }
    }
  }

  private static void forget(Key key, KeyedAdd own, Rewrites rewrites, Stability stability) {
    KeyedAdd winner = key.winner();
    if (!key.voided(own).isEmpty()) {
      takeVoids(own, rewrites, stability);
    } else if (key.isOnly(own)) {
      rewrites.move(own);
    } else if (winner != own
        && stability.covers(winner.log, winner.number)
        && key.voided(winner).isEmpty()) {
      rewrites.forget(own);
    }
  }

  private boolean isOver(Key key) {
    return !key.hasCopies() || isOver(key.winner());
  }

  private boolean isOver(KeyedAdd copy) {
    return store.nowMillis() - copy.timeMillis > limits.window().toMillis();
  }

  /** True where others wait for word that something of theirs, or of this node's, is here. */
  private boolean needsNote() {
    Note note = store.own().note();
    for (Statement entry : store.contents().spendable()) {
      if (isUnnoted(entry, note)) {
        return true;
      }
    }
    for (Key key : store.contents().keys().all()) {
      if (!isOver(key)) {
        return false;
      }
      for (KeyedAdd copy : key.copies()) {
        if (isUnnoted(copy, note)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isUnnoted(Statement entry, @Nullable Note note) {
    long latest = entry instanceof Slot slot ? slot.baselineSince() : entry.number;
    return entry.log != store.own() && (note == null || note.seen.get(entry.log.id()) < latest);
  }

  /** What this replica says anew of its slots and keys. */
  private static final class Rewrites {
    private final ReplicaLog own;
    private final Map<CounterState, long[]> slots = new LinkedHashMap<>();
    private final Map<CounterState, Baseline> baselines = new LinkedHashMap<>();
    private final Map<Key, List<Json>> keys = new LinkedHashMap<>();

    Rewrites(ReplicaLog own) {
      this.own = own;
    }

    int size() {
      return slots.size() + keys.size();
    }

    void takeBaseline(Slot slot) {
      add(slot.counter, 0, Slot.State.NOTHING_YET);
      baselines.put(slot.counter, slot.lastBaseline());
    }

    /** Something is added to the slot that was accepted under this number. */
    private void add(CounterState counter, long delta, long written) {
      long[] sum = slots.computeIfAbsent(counter, none -> new long[] {0, Slot.State.NOTHING_YET});
      sum[0] += delta;
      sum[1] = Math.max(sum[1], written);
    }

    void add(KeyedAdd copy, List<CounterState> voided) {
      keys.put(
          copy.key,
          KeyedAdd.json(
              copy.key.name(),
              copy.timeMillis,
              KeyedAdd.json(copy.partsBut(voided)),
              copy.written));
    }

    void move(KeyedAdd copy) {
      for (KeyedAdd.Part part : copy.parts) {
        if (part.delta() != 0) {
          add(part.counter(), part.delta(), copy.written);
        }
      }
      keys.put(copy.key, Forgotten.json(copy.key.name(), KeyedAdd.json(copy.parts), copy.written));
    }

    void forget(KeyedAdd copy) {
      keys.put(copy.key, Forgotten.json(copy.key.name(), List.of(), copy.written));
    }

    List<List<Json>> said() {
      List<List<Json>> said = new ArrayList<>();
      slots.forEach((counter, sum) -> said.add(slot(counter, sum)));
      said.addAll(keys.values());
      return said;
    }

    private List<Json> slot(CounterState counter, long[] sum) {
      Slot slot = Objects.requireNonNull(counter.slot(own), "an add with a key makes a slot");
      Slot.State state = slot.state();
      Slot.State moved =
          state
              .plus(sum[0])
              .with(
                  baselines.getOrDefault(counter, state.baseline()),
                  Math.max(state.written(), sum[1]));
      return (slot.deadlineMillis() == 0 ? moved.living(0, 0) : moved).toJson(counter.name());
    }
  }
}
