package dev.tattle.bench.check.kafka;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the wrong steps of one kind: within an operation or between two, of polls or sends. */
final class StepCases {
  private final String verb;
  private final String skipping;
  private final @Nullable Cases skips;
  private final Cases nonmonotonic;

  /**
   * A collection without steps.
   *
   * @param verb what was done: {@code "polled"}
   * @param skipping what is said of the messages between: {@code "it skipped"}
   * @param skips the name of the anomaly of skipped messages; null if skipping is allowed
   */
  StepCases(String verb, String skipping, @Nullable String skips, String nonmonotonic) {
    this.verb = verb;
    this.skipping = skipping;
    this.skips = skips == null ? null : new Cases(skips);
    this.nonmonotonic = new Cases(nonmonotonic);
  }

  @Nullable Cases skips() {
    return skips;
  }

  Cases nonmonotonic() {
    return nonmonotonic;
  }

  /** Adds a step within an operation. */
  void add(Step step, LogOperation operation) {
    add(step, operation, operation);
  }

  /** Adds a step from one operation to another of the same process. */
  void add(Step step, LogOperation before, LogOperation after) {
    if (step.skips() && skips != null) {
      skips.add(() -> found(step, "; " + skipping + " " + step.skippedText(), before, after));
    } else if (step.isNonmonotonic()) {
      String wrong = step.delta() == 0 ? ", the same again" : ", which comes before it";
      nonmonotonic.add(() -> found(step, wrong, before, after));
    }
  }

  private Found found(Step step, String wrong, LogOperation before, LogOperation after) {
    KeyLog log = step.from().log();
    String what = verb + " " + step.text() + wrong;
    String text = "key " + log.key() + ": process " + process(after) + " " + what;
    String note = "key " + log.key() + ": " + what;
    if (before == after) {
      Json json = step.json("op", after.entry(log));
      return Found.of(json, text, new Noted(after.attempt(), note));
    }
    Json json = step.json("ops", Json.array(List.of(before.entry(log), after.entry(log))));
    String last = "key " + log.key() + ": " + verb + " " + step.from().text();
    return Found.of(
        json, text, new Noted(before.attempt(), last), new Noted(after.attempt(), note));
  }

  private static long process(LogOperation operation) {
    return operation.completion().process();
  }
}
