package dev.tattle.counters;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The statements of all logs, by counter and by key. */
final class Contents {
  private final NavigableMap<String, CounterState> counters = new TreeMap<>();
  private final Keys keys = new Keys();
  private final Deadlines deadlines = new Deadlines();
  private final Set<CounterState> changed = new LinkedHashSet<>();
  private final Set<Statement> spendable = new LinkedHashSet<>();
  private long nowMillis;

  NavigableMap<String, CounterState> counters() {
    return counters;
  }

  /** The counter of this name; null if nothing is known of it. */
  @Nullable CounterState find(String name) {
    return counters.get(name);
  }

  Keys keys() {
    return keys;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** Deletions, and other statements that have no effect any more or may soon have none. */
  Set<Statement> spendable() {
    return spendable;
  }

  void time(long millis) {
    nowMillis = millis;
  }

  long nowMillis() {
    return nowMillis;
  }

  List<String> takeChanged() {
    if (changed.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(changed.size());
    changed.forEach(counter -> names.add(counter.name()));
    changed.clear();
    return names;
  }

  private void added(Statement statement) {
    if (!(statement instanceof Slot) || statement.isSpent()) {
      spendable.add(statement);
    } else {
      spendable.remove(statement);
    }
  }

  /**
   * Takes a log's statement with its number, in place of the log's earlier one of the same subject.
   */
  void put(ReplicaLog log, long number, List<Json> said) {
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
      Note note = new Note(log, Note.Content.fromJson(said));
      log.put(note, number);
      log.note(note);
      drop(earlier);
    }
  }

  // The new statement is put before the old one is dropped, or a name could lose its last
  // statement.

  private void putSlot(ReplicaLog log, CounterState counter, long number, List<Json> said) {
    Slot slot = counter.slot(log);
    if (slot == null) {
      slot = new Slot(log, counter);
      counter.add(slot);
    }
    slot.take(Slot.State.fromJson(said, number), number, nowMillis);
    log.put(slot, number);
    deadlines.put(counter, slot.deadlineMillis());
    changed.add(counter);
    added(slot);
  }

  private void putDeletion(ReplicaLog log, long number, List<Json> said) {
    CounterState counter = counter(subject(said, Deletion.FIELD));
    Deletion earlier = counter.deletion(log);
    Deletion deletion = new Deletion(log, counter, Deletion.baselines(said.get(1)));
    log.put(deletion, number);
    counter.add(deletion);
    changed.add(counter);
    added(deletion);
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
    added(forgotten);
    drop(copy);
    drop(earlier);
  }

  private List<KeyedAdd.Part> parts(Json json) {
    List<KeyedAdd.Part> parts = new ArrayList<>(1);
    for (Json part : ((Json.Arr) json).items()) {
      List<Json> pair = ((Json.Arr) part).items();
      CounterState counter = counter(((Json.Text) pair.get(0)).value());
      parts.add(new KeyedAdd.Part(counter, ((Json.Int) pair.get(1)).value()));
    }
    return parts;
  }

  private CounterState counter(String name) {
    return counters.computeIfAbsent(name, CounterState::new);
  }

  private static String subject(List<Json> said, String field) {
    Json subject = ((Json.Obj) said.get(0)).fields().getOrDefault(field, Json.NULL);
    return ((Json.Text) subject).value();
  }

  /** Removes a statement that a log has replaced. */
  void drop(@Nullable Statement statement) {
    if (statement != null) {
      take(statement);
      statement.log.unlink(statement);
    }
  }

  /** Drops a statement that has no effect any more. All nodes have it, so none needs to get it. */
  void dropSpent(Statement statement) {
    take(statement);
    statement.log.drop(statement);
  }

  /** Undoes the effects of a statement. */
  private void take(Statement statement) {
    spendable.remove(statement);
    if (statement instanceof Slot slot) {
      slot.counter.remove(slot);
      touched(slot.counter);
    } else if (statement instanceof Deletion deletion) {
      deletion.counter.remove(deletion);
      touched(deletion.counter);
    } else if (statement instanceof KeyedAdd copy) {
      copy.key.remove(copy);
      for (KeyedAdd.Part part : copy.parts) {
        if (!copy.key.adds(part.counter())) {
          part.counter().remove(copy.key);
        }
        Slot slot = part.counter().slot(copy.log);
        if (slot != null) {
          added(slot); // It may be spent now.
        }
        touched(part.counter());
      }
      keys.removeUnused(copy.key);
    } else if (statement instanceof Forgotten forgotten) {
      forgotten.key.remove(forgotten);
      for (KeyedAdd.Part part : forgotten.moved) {
        part.counter().remove(forgotten);
        touched(part.counter());
      }
      keys.removeUnused(forgotten.key);
    }
  }

  private void touched(CounterState counter) {
    changed.add(counter);
    if (counter.isUnused()) {
      counters.remove(counter.name());
    }
  }
}
