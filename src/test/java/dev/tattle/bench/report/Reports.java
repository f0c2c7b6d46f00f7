package dev.tattle.bench.report;

import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.net.JournaledMessage;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs for tests of the report. */
final class Reports {
  private Reports() {}

  static Report of(String results, List<Operation> history, NetJournal journal) {
    return of(results, Map.of(), history, journal);
  }

  static Report of(
      String results, Map<String, Findings> parts, List<Operation> history, NetJournal journal) {
    return new Report(
        "broadcast <1>",
        "maelstrom/bench sim -w broadcast --seed -42",
        "./node --fast",
        List.of("results.json"),
        options(),
        new Results((Json.Obj) Histories.json(results), parts),
        history,
        journal);
  }

  static TestOptions options() {
    return TestOptions.builder("broadcast", List.of(new NodeId("n0"), new NodeId("n1")))
        .ratePerSecond(2.5)
        .timeLimit(Duration.ofSeconds(20))
        .concurrency(2)
        .latency(new Latency(Latency.Distribution.UNIFORM, 10))
        .faults(Map.of(FaultKind.PARTITION, Duration.ofSeconds(5)))
        .seed(-42)
        .build();
  }

  /** A message that takes 2 ms from so many ms on; a null receipt is a loss. */
  static JournaledMessage message(
      long id,
      String link,
      String type,
      long sentMillis,
      @Nullable Long msgId,
      @Nullable Long inReplyTo) {
    String[] ends = link.split(" ", 2);
    long sentNanos = sentMillis * 1_000_000;
    return new JournaledMessage(
        id,
        new NodeId(ends[0]),
        new NodeId(ends[1]),
        type,
        msgId,
        inReplyTo,
        sentNanos,
        type.endsWith("!") ? null : sentNanos + 2_000_000,
        "{\"type\":\"" + type + "\"}");
  }

  static NetJournal journal(JournaledMessage... messages) {
    return new NetJournal(List.of(messages), 0);
  }
}
