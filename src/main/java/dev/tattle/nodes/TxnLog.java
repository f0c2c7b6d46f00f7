package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.RecordLogs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the writes of transactions, in a log of each replica, and the registers that show them. A
 * record has the writes of one transaction:
 *
 * <pre>
 * [time, [[key, value], …], {replica: number, …}]
 * </pre>
 *
 * <p><b>Atomic.</b> A record is shown as a whole. Of two writes of a key, the later one stays, by
 * Lamport time and then by replica. This order is the same at every node.
 *
 * <p><b>Causal.</b> The last part of a record names the records that its node showed when the
 * transaction ran and that no earlier record of the replica names. A node shows a record once it
 * shows all of those. Until then the record waits, but is passed on.
 *
 * <p>Sources: Bailis et al., "Highly Available Transactions" (2013) and "Scalable Atomic Visibility
 * with RAMP Transactions" (2014); Lloyd et al., "Don't Settle for Eventual" (2011), for why the
 * nearest dependencies are enough.
 */
final class TxnLog extends RecordLogs {
  private static final int PARTS = 3;

  private final Map<Json, Written> registers = new LinkedHashMap<>();

  /** How much of each log is shown. */
  private final Map<ReplicaId, Long> shown = new LinkedHashMap<>();

  /** How much of each other log this replica's own records have named. */
  private final Map<ReplicaId, Long> named = new LinkedHashMap<>();

  private long clock;

  private record Written(long time, ReplicaId replica, Json value) {
    boolean isBefore(long otherTime, ReplicaId otherReplica) {
      return time < otherTime || (time == otherTime && replica.compareTo(otherReplica) < 0);
    }
  }

  TxnLog(ReplicaId self) {
    super(self);
  }

  /** The value of a key; {@link Json#NULL} if nobody has written it. */
  Json value(Json key) {
    Written written = registers.get(key);
    return written == null ? Json.NULL : written.value;
  }

  /** Makes the record of a transaction of this node that writes these values. */
  Json record(Map<Json, Json> writes) {
    List<Json> pairs = new ArrayList<>(writes.size());
    writes.forEach((key, value) -> pairs.add(Json.array(key, value)));
    Map<String, Json> needs = new LinkedHashMap<>();
    for (ReplicaId origin : origins()) {
      long here = shown(origin);
      if (!origin.equals(self()) && here > named.getOrDefault(origin, 0L)) {
        needs.put(origin.name(), Json.of(here));
      }
    }
    return Json.array(Json.of(clock + 1), Json.array(pairs), new Json.Obj(needs));
  }

  /** Writes a record into this node's log, and shows it. */
  void write(Json record) {
    write(List.of(record));
    show();
  }

  private long shown(ReplicaId origin) {
    return shown.getOrDefault(origin, 0L);
  }

  @Override
  protected void requireRecords(List<Json> records) {
    for (Json record : records) {
      if (!isTransaction(record)) {
        throw new IllegalArgumentException(
            "expected [time, [[key, value], …], {replica: number, …}], not " + record.kind());
      }
    }
  }

  private static boolean isTransaction(Json record) {
    return record instanceof Json.Arr array
        && array.items().size() == PARTS
        && array.items().get(0) instanceof Json.Int time
        && time.value() > 0
        && array.items().get(1) instanceof Json.Arr writes
        && writes.items().stream()
            .allMatch(pair -> pair instanceof Json.Arr both && both.items().size() == 2)
        && array.items().get(2) instanceof Json.Obj needs
        && needs.fields().values().stream()
            .allMatch(number -> number instanceof Json.Int least && least.value() > 0);
  }

  @Override
  protected void onRecord(ReplicaId origin, long number, Json record) {
    if (origin.equals(self())) {
      needs(record)
          .forEach((name, least) -> named.put(new ReplicaId(name), ((Json.Int) least).value()));
    }
  }

  /** Shows what can be shown. Called after records have come. */
  void show() {
    boolean isNews = true;
    while (isNews) {
      isNews = false;
      for (ReplicaId origin : origins()) {
        Json next = next(origin);
        while (next != null) {
          apply(origin, next);
          isNews = true;
          next = next(origin);
        }
      }
    }
  }

  /** The next record of a log to show; null if there is none or it must wait. */
  private @Nullable Json next(ReplicaId origin) {
    long number = shown(origin) + 1;
    if (number > version(origin)) {
      return null;
    }
    Json record = record(origin, number);
    for (Map.Entry<String, Json> need : needs(record).entrySet()) {
      if (shown(new ReplicaId(need.getKey())) < ((Json.Int) need.getValue()).value()) {
        return null;
      }
    }
    return record;
  }

  private void apply(ReplicaId origin, Json record) {
    long time = ((Json.Int) part(record, 0)).value();
    clock = Math.max(clock, time);
    for (Json pair : ((Json.Arr) part(record, 1)).items()) {
      Json key = part(pair, 0);
      Written before = registers.get(key);
      if (before == null || before.isBefore(time, origin)) {
        registers.put(key, new Written(time, origin, part(pair, 1)));
      }
    }
    shown.merge(origin, 1L, Long::sum);
  }

  private static Map<String, Json> needs(Json record) {
    return ((Json.Obj) part(record, 2)).fields();
  }

  private static Json part(Json array, int index) {
    return ((Json.Arr) array).items().get(index);
  }

  /** Checks the invariants that this class can see. */
  boolean checkInvariants() {
    shown.forEach(
        (origin, number) -> {
          assert number <= version(origin) : "shown beyond the log's end";
        });
    assert shown(self()) == version(self()) : "this node does not show its own writes";
    return true;
  }
}
