package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.CalmTimes;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that nodes show each other's writes once no fault is in the way. Weak models, and the
 * order of registers that reads leave open, allow a node that always answers null; this check does
 * not.
 *
 * <p>It judges reads that began some seconds after all faults. If a write of the key had ended ok
 * that long before, the read must show something. If all writes of the key had ended that long
 * before, all such reads must show the same.
 */
final class LateReads {
  /** The time for which nodes may differ after a fault or a write. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int SHOWN = 8;

  private final TxnHistory history;
  private final CalmTimes calm;
  private final Map<Json, Writes> writes = new LinkedHashMap<>();
  private final List<Read> blank = new ArrayList<>();
  private final List<Read> different = new ArrayList<>();

  /** The ends of the writes of a key. */
  private static final class Writes {
    private long firstOkNanos = Long.MAX_VALUE;
    private long lastNanos;
    private boolean isOpen;
    private final Map<Json, Read> settled = new LinkedHashMap<>();
  }

  private record Read(ObservedTxn txn, Json key, Json value) {}

  private LateReads(TxnHistory history, List<Operation> entries) {
    this.history = history;
    calm = CalmTimes.of(entries, PATIENCE);
  }

  /** Returns a warning if nodes do not converge. */
  static List<Finding> check(TxnHistory history, List<Operation> entries) {
    LateReads reads = new LateReads(history, entries);
    history.txns().forEach(reads::noteWrites);
    history.txns().stream().filter(ObservedTxn::isOk).forEach(reads::noteReads);
    return reads.findings();
  }

  private void noteWrites(ObservedTxn txn) {
    for (Json key : txn.externalWrites().keySet()) {
      Writes ended = writes.computeIfAbsent(key, absent -> new Writes());
      long nanos = txn.attempt().completion().timeNanos();
      if (txn.isOk()) {
        ended.firstOkNanos = Math.min(ended.firstOkNanos, nanos);
      }
      // A transaction of unknown outcome may still happen.
      ended.isOpen |= !txn.isOk() && !txn.isFailed();
      ended.lastNanos = Math.max(ended.lastNanos, nanos);
    }
  }

  private void noteReads(ObservedTxn txn) {
    long begin = txn.attempt().invocation().timeNanos();
    if (!calm.contains(begin)) {
      return;
    }
    txn.externalReads()
        .forEach(
            (key, value) -> {
              Writes ended = writes.get(key);
              if (ended != null) {
                note(new Read(txn, key, value), begin - PATIENCE.toNanos(), ended);
              }
            });
  }

  private void note(Read read, long latest, Writes ended) {
    if (isBlank(read.value) && ended.firstOkNanos < latest) {
      blank.add(read);
    } else if (ended.lastNanos < latest && !ended.isOpen) {
      ended.settled.putIfAbsent(read.value, read);
      if (ended.settled.size() > 1) {
        different.add(read);
      }
    }
  }

  private boolean isBlank(Json value) {
    return value == Json.NULL
        || (history.kind() == TxnKind.LIST_APPEND
            && value instanceof Json.Arr state
            && state.items().isEmpty());
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (!blank.isEmpty()) {
      findings.add(warning(blank, "showed nothing, though a write had ended ok"));
    }
    if (!different.isEmpty()) {
      findings.add(
          warning(different, "showed something else than others, though all writes ended"));
    }
    return findings;
  }

  private Finding warning(List<Read> reads, String what) {
    Set<Json> keys = new LinkedHashSet<>();
    Set<Long> processes = new TreeSet<>();
    for (Read read : reads) {
      keys.add(read.key);
      processes.add(read.txn.process());
    }
    String text =
        "%s of %s %s %d s before and no fault was on: of keys %s, by processes %s"
            .formatted(
                Shown.counted(reads.size(), "read"),
                Shown.counted(keys.size(), "key"),
                what,
                PATIENCE.toSeconds(),
                Shown.list(List.copyOf(keys), Shown::text),
                Shown.list(List.copyOf(processes), String::valueOf));
    Map<String, Json> details = new LinkedHashMap<>();
    details.put("keys", Json.array(keys.stream().limit(SHOWN).toList()));
    details.put("processes", Json.array(processes.stream().limit(SHOWN).map(Json::of).toList()));
    details.put("operation", HistoryCodec.toJson(reads.get(0).txn.attempt().completion()));
    return new Finding.Warning("convergence", reads.size(), text, details);
  }
}
