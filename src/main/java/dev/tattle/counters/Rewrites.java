package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the statements about slots, keys and deletions that a replica will rewrite in one
 * change.
 */
final class Rewrites {
  private final ReplicaLog own;
  private final Map<CounterState, Sum> slots = new LinkedHashMap<>();
  private final Map<CounterState, Baseline> baselines = new LinkedHashMap<>();
  private final Map<Key, List<Json>> keys = new LinkedHashMap<>();
  private final Map<CounterState, Map<ReplicaId, Baseline>> deletions = new LinkedHashMap<>();

  /**
   * An addition to a slot.
   *
   * @param written the number under which it was accepted; {@link Long#MAX_VALUE} for the slot's
   *     own number
   */
  private record Sum(long delta, long written, long deadlineMillis) {
    static final Sum NONE = new Sum(0, Slot.State.NOTHING_YET, 0);

    Sum plus(long more, long at) {
      return new Sum(delta + more, Math.max(written, at), deadlineMillis);
    }

    Sum until(long deadline) {
      return new Sum(delta, written, Math.max(deadlineMillis, deadline));
    }
  }

  Rewrites(ReplicaLog own) {
    this.own = own;
  }

  /** How many statements there are. */
  int size() {
    return slots.size() + keys.size() + deletions.size();
  }

  /** Makes the slot itself name what deletions remove, because all nodes have these deletions. */
  void takeBaseline(Slot slot) {
    open(slot.counter);
    baselines.put(slot.counter, slot.lastBaseline());
  }

  /** Makes sure that this replica has a slot of the counter. */
  private void open(CounterState counter) {
    slots.putIfAbsent(counter, Sum.NONE);
  }

  private void add(CounterState counter, long delta, long written) {
    slots.put(counter, slots.getOrDefault(counter, Sum.NONE).plus(delta, written));
  }

  /** Sets the deleted parts of an add to 0. */
  void takeVoids(KeyedAdd copy, List<CounterState> voided) {
    List<Json> parts = KeyedAdd.json(copy.partsBut(voided));
    keys.put(copy.key, KeyedAdd.json(copy.key.name(), copy.timeMillis, parts, copy.written));
  }

  /** Moves an add with a key into slots. */
  void move(KeyedAdd copy) {
    for (KeyedAdd.Part part : copy.parts) {
      if (part.delta() != 0) {
        add(part.counter(), part.delta(), copy.written);
      }
    }
    keys.put(copy.key, Forgotten.json(copy.key.name(), KeyedAdd.json(copy.parts), copy.written));
  }

  /** Forgets a copy, because another copy counts. */
  void forget(KeyedAdd copy) {
    keys.put(copy.key, Forgotten.json(copy.key.name(), List.of(), copy.written));
  }

  /** Takes over all statements of an earlier replica. */
  void takeOver(ReplicaLog log) {
    for (Statement said = log.first(); said != null; said = said.after) {
      if (said instanceof Slot slot) {
        takeOver(slot);
      } else if (said instanceof KeyedAdd copy) {
        takeOver(copy);
      } else if (said instanceof Deletion deletion) {
        Map<ReplicaId, Baseline> merged =
            deletions.computeIfAbsent(deletion.counter, this::ownDeletion);
        deletion.baselines.forEach(
            (replica, baseline) -> merged.merge(replica, baseline, Baseline::later));
      }
    }
  }

  /** Takes over a slot. A slot without adds still says how long adds with keys live. */
  private void takeOver(Slot slot) {
    if (slot.isAlive()) {
      add(slot.counter, slot.count(), Long.MAX_VALUE);
    }
    if (slot.deadlineMillis() > 0 && !slot.isSpent()) {
      Sum sum = slots.getOrDefault(slot.counter, Sum.NONE);
      slots.put(slot.counter, sum.until(slot.deadlineMillis()));
    }
  }

  private Map<ReplicaId, Baseline> ownDeletion(CounterState counter) {
    Deletion earlier = counter.deletion(own);
    return new LinkedHashMap<>(earlier == null ? Map.of() : earlier.baselines);
  }

  private void takeOver(KeyedAdd copy) {
    List<CounterState> voided = copy.key.voided(copy);
    KeyedAdd mine = copy.key.copy(own);
    if (mine == null && !keys.containsKey(copy.key)) {
      List<Json> parts = KeyedAdd.json(copy.partsBut(voided));
      keys.put(copy.key, KeyedAdd.json(copy.key.name(), copy.timeMillis, parts, 0));
      copy.parts.forEach(part -> open(part.counter()));
    } else if (mine != null && !copy.key.voided(mine).isEmpty()) {
      takeVoids(mine, copy.key.voided(mine));
    }
  }

  List<List<Json>> said(long nowMillis) {
    List<List<Json>> said = new ArrayList<>();
    slots.forEach((counter, sum) -> said.add(slot(counter, sum, nowMillis)));
    said.addAll(keys.values());
    deletions.forEach((counter, merged) -> said.add(Deletion.json(counter.name(), merged)));
    return said;
  }

  private List<Json> slot(CounterState counter, Sum sum, long nowMillis) {
    Slot slot = counter.slot(own);
    boolean isNew = slot == null || slot.isSpent();
    Slot.State state = slot == null || isNew ? Slot.State.opened(own.shown()) : slot.state();
    boolean isNow = sum.written == Long.MAX_VALUE;
    Slot.State next =
        state
            .plus(sum.delta)
            .with(
                baselines.getOrDefault(counter, state.baseline()),
                isNow ? 0 : Math.max(state.written(), sum.written));
    if (slot == null || slot.deadlineMillis() == 0) {
      next = next.living(0, 0);
    }
    long left = sum.deadlineMillis == 0 ? 0 : Math.max(1, sum.deadlineMillis - nowMillis);
    return (left == 0 ? next : next.living(left, 0)).toJson(counter.name());
  }
}
