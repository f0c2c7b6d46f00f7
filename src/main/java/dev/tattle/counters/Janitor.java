package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store from growing. It moves keyed adds into slots once their keys need not be
 * remembered, and drops statements that have no effect any more.
 *
 * <p>Both wait until all nodes are known to have something: all members, and all nodes that have a
 * replica here. Nodes say what they have in their own logs ({@link Note}), when others need to
 * know. A log is shown in its order, so a node that reads such a note has all earlier statements of
 * that log. Once all nodes have a copy of a keyed add and have said so, no other copy of it can
 * appear. Source: causal stability, Baquero, Almeida, Shoker, "Making Operation-Based CRDTs
 * Operation-Based" (2014).
 */
final class Janitor {
  /** How many statements are rewritten at a time. */
  private static final int BATCH = 500;

  /** After how many rounds without a further part the parts of a log are given up. */
  private static final int IDLE_ROUNDS = 4;

  private final CounterStore store;
  private final CounterLimits limits;
  private final Retirements retirements;

  Janitor(CounterStore store, CounterLimits limits) {
    this.store = store;
    this.limits = limits;
    retirements = new Retirements(store);
  }

  boolean needsCare() {
    return !store.contents().spendable().isEmpty()
        || store.logs().stream().anyMatch(log -> log.hasParts() || store.isEarlier(log));
  }

  /** The statements that this replica must write, in order; none if there is nothing to do. */
  List<List<Json>> tidy(Collection<NodeId> others) {
    for (ReplicaLog log : List.copyOf(store.logs())) {
      log.giveUp(IDLE_ROUNDS);
    }
    Stability stability = new Stability(store, others);
    dropSpent(stability);
    Rewrites rewrites = new Rewrites(store.own());
    takeDeletions(rewrites, stability);
    forgetKeys(rewrites, stability);
    Note earlier = store.own().note();
    Note.Content before = earlier == null ? Note.Content.NONE : earlier.content;
    Note.Content note = retirements.next(before, rewrites, stability);
    List<List<Json>> said = rewrites.said(store.nowMillis());
    if (needsNote() || !note.equals(before)) {
      said.add(note.seeing(store.shown()).toJson());
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
        ReplicaLog log = store.find(one.getKey());
        if (log == null) {
          isKnown &= store.isClosed(one.getKey());
          continue;
        }
        Slot slot = deletion.counter.slot(log);
        isKnown &= stability.covers(log, one.getValue().version());
        isKnown &= slot == null || stability.covers(log, slot.baselineSince());
      }
    }
    return isKnown;
  }

  /**
   * Removes deleted adds from this replica's own statements, once all nodes have the deletion.
   * Before, a node with this log but without the deletion would show only a part of it.
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

  /** True if all nodes have all deletions of a counter. */
  static boolean areKnownToAll(CounterState counter, Stability stability) {
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
      rewrites.takeVoids(own, voided);
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

  /** True if this node must say what it has, because the tidying of some statement waits for it. */
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
    return entry.log != store.own()
        && (note == null || note.content.seen().get(entry.log.id()) < latest);
  }
}
