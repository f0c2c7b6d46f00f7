package dev.tattle.bench.check.kafka;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A history as sends and polls of logs: what each operation saw, and the logs that follow from it.
 * An operation is one micro-operation in Maelstrom. It may be several, as a transaction.
 *
 * <p>Two sources give the order of a log: the offsets in polls, whatever their outcome, and the
 * offsets in the results of sends that certainly happened.
 */
final class LogHistory {
  private final List<LogOperation> operations = new ArrayList<>();
  private final Map<String, KeyLog> logs = new LinkedHashMap<>();

  private LogHistory() {}

  /**
   * Reads a history.
   *
   * @throws HistoryException if a value does not have the shape of sends and polls
   */
  static LogHistory of(List<Operation> entries) {
    LogHistory history = new LogHistory();
    Attempt.all(entries).stream()
        .sorted(Comparator.comparingLong(attempt -> attempt.completion().index()))
        .forEach(history::add);
    history.operations.forEach(LogHistory::note);
    history.operations.forEach(LogHistory::place);
    history.logs.values().forEach(KeyLog::settle);
    return history;
  }

  /** All operations of clients, in the order of their completions. */
  List<LogOperation> operations() {
    return operations;
  }

  Collection<KeyLog> logs() {
    return logs.values();
  }

  /** The log of a key; the key is as in an operation's value. */
  KeyLog log(Json key) {
    return log(Shown.whole(key));
  }

  private KeyLog log(String key) {
    return logs.computeIfAbsent(key, KeyLog::new);
  }

  private void add(Attempt attempt) {
    LogOperation operation = new LogOperation(attempt);
    operations.add(operation);
    if (!operation.isAboutLogs()) {
      return;
    }
    if (!(attempt.completion().value() instanceof Json.Arr parts)) {
      throw malformed(attempt);
    }
    for (Json part : parts.items()) {
      if (!(part instanceof Json.Arr micro)
          || micro.items().isEmpty()
          || !(micro.items().get(0) instanceof Json.Text f)) {
        throw malformed(attempt);
      }
      switch (f.value()) {
        case "send" -> addSend(operation, micro.items());
        case "poll" -> addPoll(operation, micro.items());
        default -> throw malformed(attempt);
      }
    }
  }

  private void addSend(LogOperation operation, List<Json> send) {
    if (send.size() != 3) {
      throw malformed(operation.attempt());
    }
    KeyLog log = log(send.get(1));
    Json value = send.get(2);
    // A send with an offset shows a pair.
    operation.addSent(
        log,
        value instanceof Json.Arr pair
            ? placed(operation, log, pair)
            : new Placed(null, log.message(value)));
  }

  private void addPoll(LogOperation operation, List<Json> poll) {
    if (poll.size() < 2) {
      return;
    }
    if (!(poll.get(1) instanceof Json.Obj byKey)) {
      throw malformed(operation.attempt());
    }
    byKey
        .fields()
        .forEach(
            (key, shown) -> {
              KeyLog log = log(key);
              List<Placed> messages = new ArrayList<>();
              if (shown instanceof Json.Arr pairs) {
                pairs.items().forEach(pair -> messages.add(placed(operation, log, pair)));
              } else if (!(shown instanceof Json.Null)) {
                throw malformed(operation.attempt());
              }
              operation.addPolled(log, messages);
            });
  }

  private static Placed placed(LogOperation operation, KeyLog log, Json json) {
    if (json instanceof Json.Arr pair && pair.items().size() == 2) {
      LoggedMessage message = log.message(pair.items().get(1));
      if (pair.items().get(0) instanceof Json.Int offset) {
        return new Placed(offset.value(), message);
      } else if (pair.items().get(0) instanceof Json.Null) {
        return new Placed(null, message);
      }
    }
    throw malformed(operation.attempt());
  }

  private static HistoryException malformed(Attempt attempt) {
    return HistoryException.at(
        attempt.completion(),
        "expected a value of [\"send\",key,[offset,message]] or"
            + " [\"poll\",{key:[[offset,message],…]}]");
  }

  private static void note(LogOperation operation) {
    operation.sent().values().forEach(sent -> sent.forEach(p -> p.message().sentBy(operation)));
    operation
        .polled()
        .forEach(
            (log, polled) -> {
              if (operation.isOk()) {
                log.polled();
              }
              polled.forEach(p -> p.message().polledBy(operation));
            });
  }

  private static void place(LogOperation operation) {
    if (operation.hasHappened()) {
      operation.sent().values().forEach(LogHistory::place);
    }
    operation.polled().values().forEach(LogHistory::place);
  }

  private static void place(List<Placed> messages) {
    for (Placed placed : messages) {
      if (placed.offset() != null) {
        placed.message().log().place(placed.offset(), placed.message());
      }
    }
  }
}
