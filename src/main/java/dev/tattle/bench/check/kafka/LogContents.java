package dev.tattle.bench.check.kafka;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.check.Values;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that logs hold exactly what was sent: nothing lost, doubled, aborted or changed. */
final class LogContents {
  private final LogHistory history;

  LogContents(LogHistory history) {
    this.history = history;
  }

  /** Offsets at which operations saw different messages. */
  Cases inconsistentOffsets() {
    Cases cases = new Cases("inconsistent-offsets");
    for (KeyLog log : history.logs()) {
      int index = 0;
      for (Map.Entry<Long, Set<LoggedMessage>> there : log.atOffset().entrySet()) {
        if (there.getValue().size() > 1) {
          int place = index;
          cases.add(() -> inconsistent(log, there.getKey(), place, there.getValue()));
        }
        index++;
      }
    }
    return cases;
  }

  private static Found inconsistent(
      KeyLog log, long offset, int index, Set<LoggedMessage> messages) {
    List<Json> values = messages.stream().map(LoggedMessage::value).sorted(Values.ORDER).toList();
    Json json =
        Json.object(
            "key", Json.of(log.key()),
            "offset", Json.of(offset),
            "index", Json.of(index),
            "values", Json.array(values));
    String text =
        "key %s: offset %d has the messages %s".formatted(log.key(), offset, both(values));
    return Found.of(json, text, witnesses(messages, " at offset " + offset));
  }

  private static String both(List<Json> values) {
    return values.stream().map(Shown::text).collect(joining(" and "));
  }

  /** The operations that sent or first polled each message. */
  private static Noted[] witnesses(Collection<LoggedMessage> messages, String what) {
    List<Noted> witnesses = new ArrayList<>();
    for (LoggedMessage message : messages) {
      LogOperation witness = message.okReader() == null ? message.writer() : message.okReader();
      if (witness != null) {
        witnesses.add(noted(witness, message, what));
      }
    }
    return witnesses.toArray(Noted[]::new);
  }

  private static Noted noted(LogOperation operation, LoggedMessage message, String what) {
    String note = text(message, what);
    return new Noted(operation.attempt(), note);
  }

  /** Messages at more than one offset of their log. */
  Cases duplicates() {
    Cases cases = new Cases("duplicate");
    for (KeyLog log : history.logs()) {
      log.messages().stream()
          .filter(message -> message.places() > 1)
          .forEach(message -> cases.add(() -> duplicate(message)));
    }
    return cases;
  }

  private static Found duplicate(LoggedMessage message) {
    List<Json> offsets = new ArrayList<>();
    message
        .log()
        .atOffset()
        .forEach(
            (offset, there) -> {
              if (there.contains(message)) {
                offsets.add(Json.of(offset));
              }
            });
    Json json =
        Json.object(
            "key", Json.of(message.log().key()),
            "value", message.value(),
            "count", Json.of(message.places()),
            "offsets", Json.array(offsets));
    String where = " is at offsets " + both(offsets);
    return Found.of(json, text(message, where), witnesses(List.of(message), where));
  }

  /** Messages that certainly come before a polled one, and that no poll showed. */
  Cases lostWrites() {
    Cases cases = new Cases("lost-write");
    for (KeyLog log : history.logs()) {
      LoggedMessage furthest = furthestPolled(log);
      if (furthest != null) {
        log.messages().stream()
            .filter(message -> message.lastIndex() != LoggedMessage.NOWHERE)
            .filter(message -> message.lastIndex() <= furthest.firstIndex())
            .filter(message -> !message.isPolled() && message.isCommitted())
            .forEach(message -> cases.add(() -> lost(message, furthest)));
      }
    }
    return cases;
  }

  /** The furthest message that an ok poll showed; null if none showed one with a known offset. */
  static @Nullable LoggedMessage furthestPolled(KeyLog log) {
    LoggedMessage furthest = null;
    for (LoggedMessage message : log.messages()) {
      boolean isKnown = message.isPolled() && message.firstIndex() != LoggedMessage.NOWHERE;
      if (isKnown && (furthest == null || message.firstIndex() > furthest.firstIndex())) {
        furthest = message;
      }
    }
    return furthest;
  }

  private static Found lost(LoggedMessage message, LoggedMessage furthest) {
    String key = message.log().key();
    Json json =
        Json.object(
            "key", Json.of(key),
            "value", message.value(),
            "index", Json.of(message.firstIndex()),
            "max-read-index", Json.of(furthest.firstIndex()),
            "writer", entry(message.writer(), message),
            "max-read", entry(furthest.okReader(), furthest));
    String text =
        "key %s: %s is lost: no poll showed it, but one showed %s behind it"
            .formatted(
                key, message.textAt(message.firstIndex()), furthest.textAt(furthest.firstIndex()));
    List<Noted> operations = new ArrayList<>();
    add(operations, message.writer(), message, " is lost");
    add(operations, furthest.okReader(), furthest, " comes after the lost " + message.text());
    return Found.of(json, text, operations.toArray(Noted[]::new));
  }

  private static Json entry(@Nullable LogOperation operation, LoggedMessage message) {
    return operation == null ? Json.NULL : operation.entry(message.log());
  }

  private static void add(
      List<Noted> operations, @Nullable LogOperation who, LoggedMessage message, String what) {
    if (who != null) {
      operations.add(noted(who, message, what));
    }
  }

  /** Polls of messages whose sends failed: Adya's G1a. Each message of each poll counts. */
  Cases abortedReads() {
    Cases cases = new Cases("G1a");
    for (LogOperation operation : history.operations()) {
      if (operation.isOk()) {
        for (List<Placed> polled : operation.polled().values()) {
          polled.stream()
              .map(Placed::message)
              .filter(LoggedMessage::hasFailed)
              .forEach(message -> cases.add(() -> aborted(message, operation)));
        }
      }
    }
    return cases;
  }

  private static Found aborted(LoggedMessage message, LogOperation reader) {
    Json json =
        Json.object(
            "key", Json.of(message.log().key()),
            "value", message.value(),
            "writer", entry(message.writer(), message),
            "reader", reader.entry(message.log()));
    List<Noted> operations = new ArrayList<>();
    add(operations, message.writer(), message, " failed");
    add(operations, reader, message, " was polled though its send failed");
    String text = text(message, " was polled, but its send failed");
    return Found.of(json, text, operations.toArray(Noted[]::new));
  }

  /** Transactions that poll what they send themselves; one case for each. */
  Cases precommittedReads() {
    Cases cases = new Cases("precommitted-read");
    for (LogOperation operation : history.operations()) {
      own(operation)
          .ifPresent(
              message ->
                  cases.add(
                      () ->
                          Found.of(
                              Json.object(
                                  "op", operation.entry(message.log()),
                                  "key", Json.of(message.log().key()),
                                  "value", message.value()),
                              text(message, " was polled by the transaction that sent it"),
                              noted(operation, message, " is its own"))));
    }
    return cases;
  }

  private static Optional<LoggedMessage> own(LogOperation operation) {
    for (Map.Entry<KeyLog, List<Placed>> sent : operation.sent().entrySet()) {
      List<Placed> polled = operation.polled().getOrDefault(sent.getKey(), List.of());
      for (Placed placed : sent.getValue()) {
        if (polled.stream().anyMatch(p -> p.message() == placed.message())) {
          return Optional.of(placed.message());
        }
      }
    }
    return Optional.empty();
  }

  private static String text(LoggedMessage message, String what) {
    return "key " + message.log().key() + ": " + message.text() + what;
  }
}
