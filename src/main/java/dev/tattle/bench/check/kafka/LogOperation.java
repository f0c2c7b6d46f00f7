package dev.tattle.bench.check.kafka;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A completed operation: what it sent and polled, by log, in its own order. */
final class LogOperation {
  private static final Set<String> FUNCTIONS = Set.of("send", "poll", "txn");

  private final Attempt attempt;
  private final Map<KeyLog, List<Placed>> sent = new LinkedHashMap<>();
  private final Map<KeyLog, List<Placed>> polled = new LinkedHashMap<>();

  LogOperation(Attempt attempt) {
    this.attempt = attempt;
  }

  void addSent(KeyLog log, Placed placed) {
    sent.computeIfAbsent(log, absent -> new ArrayList<>(1)).add(placed);
  }

  /** Records that a poll showed these messages of a log, perhaps none. */
  void addPolled(KeyLog log, List<Placed> messages) {
    polled.merge(log, messages, LogOperation::both);
  }

  private static List<Placed> both(List<Placed> first, List<Placed> second) {
    List<Placed> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** True if it sends or polls; false if it is an assignment or a crash. */
  boolean isAboutLogs() {
    return FUNCTIONS.contains(attempt.f());
  }

  Attempt attempt() {
    return attempt;
  }

  Operation completion() {
    return attempt.completion();
  }

  Operation.Type type() {
    return attempt.outcome();
  }

  boolean isOk() {
    return attempt.isOk();
  }

  Map<KeyLog, List<Placed>> sent() {
    return sent;
  }

  Map<KeyLog, List<Placed>> polled() {
    return polled;
  }

  /** True if it ended ok, or if it ended info and a client polled what it sent. */
  boolean hasHappened() {
    return isOk()
        || (type() == Operation.Type.INFO
            && sent.values().stream()
                .flatMap(List::stream)
                .anyMatch(placed -> placed.message().isPolled()));
  }

  /** Its entry in the history; values show only this log. */
  Json entry(KeyLog log) {
    List<Json> parts = new ArrayList<>();
    sent.getOrDefault(log, List.of())
        .forEach(p -> parts.add(Json.array(Json.of("send"), Json.of(log.key()), pair(p))));
    List<Placed> shown = polled.get(log);
    if (shown != null) {
      Json messages = Json.array(shown.stream().map(LogOperation::pair).toList());
      parts.add(Json.array(Json.of("poll"), Json.object(log.key(), messages)));
    }
    return HistoryCodec.toJson(completion().withValue(Json.array(parts)));
  }

  private static Json pair(Placed placed) {
    Json offset = placed.offset() == null ? Json.NULL : Json.of(placed.offset());
    return Json.array(offset, placed.message().value());
  }
}
