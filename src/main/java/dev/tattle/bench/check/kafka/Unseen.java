package dev.tattle.bench.check.kafka;

import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.check.Values;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds acknowledged messages that no poll has shown by the end: Jepsen's {@code unseen}. */
final class Unseen {
  private static final int MOST_MESSAGES = 32;

  private final Map<String, Json> counts = new LinkedHashMap<>();
  private final Map<String, Json> messages = new LinkedHashMap<>();
  private final List<Anomaly.Case> cases = new ArrayList<>();
  private long count;
  private long endNanos;

  private Unseen() {}

  /** Returns the anomaly; empty if everything was polled. */
  static Optional<Anomaly> check(LogHistory history) {
    Unseen unseen = new Unseen();
    history.logs().forEach(unseen::add);
    history.operations().forEach(unseen::addEnd);
    return unseen.count == 0 ? Optional.empty() : Optional.of(unseen.anomaly());
  }

  private void add(KeyLog log) {
    List<LoggedMessage> unseen =
        log.messages().stream()
            .filter(message -> message.isAcknowledged() && !message.isPolled())
            .sorted(Comparator.comparing(LoggedMessage::value, Values.ORDER))
            .toList();
    if (unseen.isEmpty()) {
      return;
    }
    count += unseen.size();
    counts.put(log.key(), Json.of(unseen.size()));
    messages.put(
        log.key(),
        Json.array(unseen.stream().limit(MOST_MESSAGES).map(LoggedMessage::value).toList()));
    List<Noted> sends = new ArrayList<>();
    LoggedMessage first = unseen.get(0);
    if (first.writer() != null) {
      String note = "key " + log.key() + ": no poll showed " + first.text();
      sends.add(new Noted(first.writer().attempt(), note));
    }
    String values = Shown.list(unseen, message -> Shown.text(message.value()));
    String what = Shown.noun(unseen.size(), "message") + " " + values;
    cases.add(new Anomaly.Case("key " + log.key() + ": no poll showed " + what, sends));
  }

  private void addEnd(LogOperation operation) {
    if (operation.isOk() && operation.isAboutLogs()) {
      endNanos = Math.max(endNanos, operation.completion().timeNanos());
    }
  }

  private Anomaly anomaly() {
    Json json =
        Json.object(
            "time", Json.of(endNanos),
            "unseen", new Json.Obj(counts),
            "messages", new Json.Obj(messages));
    return new Anomaly("unseen", count, false, json, cases);
  }
}
