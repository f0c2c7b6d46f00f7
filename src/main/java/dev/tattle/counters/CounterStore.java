package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.TidyStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counters by name, as a log of each replica: what it has added to each counter, the adds that have
 * a key, and what it has deleted. An entry stands for all that the replica had said of the same
 * before, so a counter that does not change costs no byte of a message.
 *
 * <ul>
 *   <li><b>Adds</b> go into the replica's {@link Slot} of the counter; a counter's value is the sum
 *       of the slots.
 *   <li><b>Adds with a key</b> stay entries of their own for as long as the key is remembered
 *       ({@link KeyedAdd}). Where several replicas have one of the same key, one of them counts.
 *       When the time is over, and all nodes have it, it moves into the slot ({@link Janitor}).
 *   <li><b>Deletes</b> name what was seen of each replica ({@link Deletion}), and take away just
 *       that, wherever it comes from. Source: observed-remove, Shapiro et al., "A comprehensive
 *       study of Convergent and Commutative Replicated Data Types" (2011).
 * </ul>
 *
 * <p>What a node shows of a replica's log is always a state in which the replica was ({@link
 * ReplicaLog}), so what one handler wrote is seen as a whole or not at all.
 *
 * <p><b>Bounds</b>: {@link CounterLimits}. Others may have added to more counters, and under more
 * keys, at the same time; those are taken. Memory: see RATIONALE.
 */
public final class CounterStore implements TidyStore {
  private final NavigableMap<String, NamedCounter> counters = new TreeMap<>();
  private final SortedMap<ReplicaId, ReplicaLog> logs = new TreeMap<>();
  private final Keys keys = new Keys();
  private final Set<NamedCounter> changed = new LinkedHashSet<>();
  private final Deadlines deadlines = new Deadlines();
  private final Janitor janitor;
  private ReplicaId self;
  private boolean hasCaughtUp;
  private long nowMillis;
  private @Nullable VersionVector received;
  private @Nullable VersionVector shown;

  public CounterStore(ReplicaId self, CounterLimits limits) {
    this.self = self;
    janitor = new Janitor(this, limits);
  }

  // What is counted.

  /** The counter of this name; null where nothing is known of it. */
  @Nullable NamedCounter find(String name) {
    return counters.get(name);
  }

  NavigableMap<String, NamedCounter> counters() {
    return counters;
  }

  Keys keys() {
    return keys;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** The log of this node's own replica. */
  ReplicaLog own() {
    return log(self);
  }

  ReplicaLog log(ReplicaId id) {
    return logs.computeIfAbsent(id, ReplicaLog::new);
  }

  Collection<ReplicaLog> logs() {
    return logs.values();
  }

  /** The names of counters that have changed since this was asked last. */
  public List<String> takeChanged() {
    if (changed.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(changed.size());
    changed.forEach(counter -> names.add(counter.name()));
    changed.clear();
    return names;
  }

  /** The time by this node's clock, in milliseconds since the epoch. To be told first of all. */
  public void time(long millis) {
    nowMillis = millis;
  }

  /** The time that it was told last. */
  public long nowMillis() {
    return nowMillis;
  }

  /**
   * This node has compared with enough others since its start. Before, it tidies nothing: its disk
   * may have lost what it had told others that it has.
   */
  public void hasCaughtUp() {
    hasCaughtUp = true;
  }

  /** True where there may be something to tidy once time has passed. */
  public boolean needsCare() {
    return keys.size() > 0 || janitor.needsCare();
  }

  /** This node adds as another replica from now on. */
  public void renew(ReplicaId newSelf) {
    self = newSelf;
  }

  // What is replicated.

  @Override
  public ReplicaId self() {
    return self;
  }

  /** What has come. What is shown may be less, see {@link #shown}. */
  @Override
  public VersionVector versions() {
    if (received == null) {
      SortedMap<ReplicaId, Long> numbers = new TreeMap<>();
      logs.forEach((id, log) -> putPositive(numbers, id, log.received()));
      received = new VersionVector(numbers);
    }
    return received;
  }

  /** What is shown: whoever has seen this here sees no less where as much is shown. */
  public VersionVector shown() {
    if (shown == null) {
      SortedMap<ReplicaId, Long> numbers = new TreeMap<>();
      logs.forEach((id, log) -> putPositive(numbers, id, log.shown()));
      shown = new VersionVector(numbers);
    }
    return shown;
  }

  private static void putPositive(Map<ReplicaId, Long> numbers, ReplicaId id, long number) {
    if (number > 0) {
      numbers.put(id, number);
    }
  }

  @Override
  public long version(ReplicaId origin) {
    ReplicaLog log = logs.get(origin);
    return log == null ? 0 : log.received();
  }

  @Override
  public boolean exceeds(VersionVector known) {
    for (ReplicaLog log : logs.values()) {
      if (log.shown() > known.get(log.id())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (ReplicaLog log : logs.values()) {
      long after = known.get(log.id());
      if (log.shown() > after && (bytesLeft > 0 || deltas.isEmpty())) {
        Delta delta = Changes.of(log, after, bytesLeft);
        bytesLeft -= Weight.bytes(delta.content());
        deltas.add(delta);
      }
    }
    return deltas;
  }

  @Override
  public boolean deltasReplaceEarlier() {
    return true;
  }

  @Override
  public int changes(Delta delta) {
    return Math.max(1, Changes.count(delta));
  }

  @Override
  public boolean isNews(Delta delta) {
    Changes.require(delta);
    ReplicaLog log = logs.get(delta.origin());
    return log == null ? delta.after() == 0 : log.isNext(delta);
  }

  @Override
  public boolean join(Delta delta) {
    if (!isNews(delta)) {
      ReplicaLog log = logs.get(delta.origin());
      if (log != null && log.refuse(delta)) {
        received = null;
      }
      return false;
    }
    ReplicaLog log = log(delta.origin());
    List<Delta> parts = log.take(delta);
    received = null;
    if (!parts.isEmpty()) {
      show(log, parts);
    }
    return true;
  }

  private void show(ReplicaLog log, List<Delta> parts) {
    if (log.isAnew()) {
      for (Entry entry = log.first(); entry != null; entry = log.first()) {
        take(entry);
        log.unlink(entry);
      }
    }
    long upTo = log.isAnew() ? 0 : log.shown();
    for (Delta part : parts) {
      for (Json change : Changes.changes(part)) {
        long number = part.after() + Changes.number(change);
        if (number > upTo) {
          put(log, number, Changes.said(change));
        }
      }
      upTo = part.version();
    }
    log.isShown();
    shown = null;
  }

  private void put(ReplicaLog log, long number, List<Json> said) {
    if (said.get(0) instanceof Json.Text name) {
      putSlot(log, counter(name.value()), number, said);
    } else if (KeyedAdd.isKeyedAdd(said)) {
      putKeyed(log, number, said);
    } else if (Deletion.isDeletion(said)) {
      putDeletion(log, number, said);
    } else if (Forgotten.isForgotten(said)) {
      putForgotten(log, number, said);
    } else {
      Note earlier = log.note();
      Note note = new Note(log, VersionVector.fromJson(Note.field(said)));
      log.put(note, number);
      log.note(note);
      drop(earlier);
    }
  }

  // What is new is put before what it replaces is dropped, lest a name should lose its last entry.

  private void putSlot(ReplicaLog log, NamedCounter counter, long number, List<Json> said) {
    Slot slot = counter.slot(log);
    if (slot == null) {
      slot = new Slot(log, counter);
      counter.add(slot);
    }
    slot.take(Slot.State.fromJson(said, number), number, nowMillis);
    log.put(slot, number);
    deadlines.put(counter, slot.deadlineMillis());
    changed.add(counter);
    janitor.added(slot);
  }

  private void putDeletion(ReplicaLog log, long number, List<Json> said) {
    NamedCounter counter = counter(subject(said, Deletion.FIELD));
    Deletion earlier = counter.deletion(log);
    Deletion deletion = new Deletion(log, counter, Deletion.baselines(said.get(1)));
    log.put(deletion, number);
    counter.add(deletion);
    changed.add(counter);
    janitor.added(deletion);
    drop(earlier);
  }

  private void putKeyed(ReplicaLog log, long number, List<Json> said) {
    Key key = keys.key(subject(said, KeyedAdd.FIELD));
    KeyedAdd earlier = key.copy(log);
    Forgotten forgotten = key.forgotten(log);
    long time = ((Json.Int) said.get(1)).value();
    long written = said.size() > 3 ? ((Json.Int) said.get(3)).value() : number;
    KeyedAdd copy = new KeyedAdd(key, log, time, parts(said.get(2)), written);
    log.put(copy, number);
    for (KeyedAdd.Part part : copy.parts) {
      part.counter().add(key);
      changed.add(part.counter());
    }
    key.add(copy);
    drop(earlier);
    drop(forgotten);
  }

  private void putForgotten(ReplicaLog log, long number, List<Json> said) {
    Key key = keys.key(subject(said, Forgotten.FIELD));
    KeyedAdd copy = key.copy(log);
    Forgotten earlier = key.forgotten(log);
    Forgotten forgotten =
        new Forgotten(log, key, parts(said.get(1)), ((Json.Int) said.get(2)).value());
    log.put(forgotten, number);
    key.add(forgotten);
    forgotten.moved.forEach(part -> part.counter().add(forgotten));
    janitor.added(forgotten);
    drop(copy);
    drop(earlier);
  }

  private List<KeyedAdd.Part> parts(Json json) {
    List<KeyedAdd.Part> parts = new ArrayList<>(1);
    for (Json part : ((Json.Arr) json).items()) {
      List<Json> pair = ((Json.Arr) part).items();
      NamedCounter counter = counter(((Json.Text) pair.get(0)).value());
      parts.add(new KeyedAdd.Part(counter, ((Json.Int) pair.get(1)).value()));
    }
    return parts;
  }

  private NamedCounter counter(String name) {
    return counters.computeIfAbsent(name, NamedCounter::new);
  }

  private static String subject(List<Json> said, String field) {
    Json subject = ((Json.Obj) said.get(0)).fields().getOrDefault(field, Json.NULL);
    return ((Json.Text) subject).value();
  }

  /** Takes out what is replaced. */
  private void drop(@Nullable Entry entry) {
    if (entry != null) {
      take(entry);
      entry.log.unlink(entry);
    }
  }

  /** An entry says nothing any more. All have it, so those who lack it need not hear of it. */
  void dropSpent(Entry entry) {
    take(entry);
    entry.log.drop(entry);
  }

  /** Takes back what an entry says. */
  private void take(Entry entry) {
    janitor.removed(entry);
    if (entry instanceof Slot slot) {
      slot.counter.remove(slot);
      touched(slot.counter);
    } else if (entry instanceof Deletion deletion) {
      deletion.counter.remove(deletion);
      touched(deletion.counter);
    } else if (entry instanceof KeyedAdd copy) {
      copy.key.remove(copy);
      for (KeyedAdd.Part part : copy.parts) {
        if (!copy.key.adds(part.counter())) {
          part.counter().remove(copy.key);
        }
        Slot slot = part.counter().slot(copy.log);
        if (slot != null) {
          janitor.added(slot); // It may be spent now.
        }
        touched(part.counter());
      }
      keys.removeUnused(copy.key);
    } else if (entry instanceof Forgotten forgotten) {
      forgotten.key.remove(forgotten);
      for (KeyedAdd.Part part : forgotten.moved) {
        part.counter().remove(forgotten);
        touched(part.counter());
      }
      keys.removeUnused(forgotten.key);
    }
  }

  private void touched(NamedCounter counter) {
    changed.add(counter);
    if (counter.isUnused()) {
      counters.remove(counter.name());
    }
  }

  @Override
  public @Nullable Delta tidying(Collection<NodeId> others, boolean isFirst) {
    List<List<Json>> said = hasCaughtUp ? janitor.tidy(others) : List.of();
    received = null;
    return said.isEmpty() ? null : Changes.own(own(), said);
  }

  /** Unmodifiable; for those who look. */
  public Collection<ReplicaId> replicas() {
    return Collections.unmodifiableSet(logs.keySet());
  }
}
