package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a delta of {@link CounterMap}: {@code [ledger, name, number, total, name, number,
 * total, …]}, with or without a ledger, and in the order of the numbers.
 */
final class CounterChanges {
  /** How many items a change has: name, number, total. */
  static final int FIELDS = 3;

  private CounterChanges() {}

  /** A replica's changes after a number: as many as fit, but at least one. */
  static Delta of(ReplicaId origin, CounterLog log, long after, Batch batch) {
    List<Json> content = new ArrayList<>();
    long bytesLeft = batch.maxBytes;
    if (log.ledger().number() > after) {
      Json ledger = log.ledger().toJson();
      bytesLeft -= Weight.bytes(ledger);
      content.add(ledger);
    }
    long last = after;
    for (int place = log.after(after); place < log.end(); place++) {
      if (!log.isHole(place)) {
        if (bytesLeft <= 0 && last > after) {
          return new Delta(origin, after, last, Json.array(content));
        }
        last = log.versionAt(place);
        String name = batch.names.name(log.counterAt(place));
        content.add(Json.of(name));
        content.add(Json.of(last - after));
        content.add(Json.of(log.totalAt(place)));
        bytesLeft -= name.length() + 2L * Long.BYTES;
      }
    }
    return new Delta(origin, after, log.version(), Json.array(content));
  }

  /** What is to be written: the names of counters, and about how many bytes there is room for. */
  record Batch(NameTable names, long maxBytes) {}

  /**
   * Makes sure that the content is what {@link #of} makes.
   *
   * @throws IllegalArgumentException where it is not
   */
  static void require(Delta delta) {
    ledger(delta);
    List<Json> changes = changes(delta);
    boolean isRight = changes.size() % FIELDS == 0;
    long earlier = 0;
    for (int i = 0; isRight && i < changes.size(); i += FIELDS) {
      isRight =
          changes.get(i) instanceof Json.Text
              && changes.get(i + 1) instanceof Json.Int number
              && number.value() > earlier
              && number.value() <= delta.version() - delta.after()
              && changes.get(i + 2) instanceof Json.Int;
      earlier = isRight ? integer(changes.get(i + 1)) : 0;
    }
    if (!isRight) {
      throw new IllegalArgumentException("expected names, numbers in order and totals");
    }
  }

  /** The ledger, if there is one. */
  static @Nullable Ledger ledger(Delta delta) {
    List<Json> items = items(delta);
    return !items.isEmpty() && items.get(0) instanceof Json.Obj ledger
        ? Ledger.fromJson(ledger.fields())
        : null;
  }

  /** Names, numbers and totals, one after the other. */
  static List<Json> changes(Delta delta) {
    List<Json> items = items(delta);
    boolean hasLedger = !items.isEmpty() && items.get(0) instanceof Json.Obj;
    return hasLedger ? items.subList(1, items.size()) : items;
  }

  static String text(Json name) {
    return ((Json.Text) name).value();
  }

  static long integer(Json number) {
    return ((Json.Int) number).value();
  }

  private static List<Json> items(Delta delta) {
    if (delta.content() instanceof Json.Arr changes) {
      return changes.items();
    }
    throw new IllegalArgumentException("expected changes to be an array");
  }
}
