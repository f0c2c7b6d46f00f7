package dev.tattle.bench.report;

import dev.tattle.bench.FaultKind;
import dev.tattle.bench.Histories;
import dev.tattle.bench.JournaledMessage;
import dev.tattle.bench.NetJournal;
import dev.tattle.bench.Operation;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs to show. */
final class Reports {
  private Reports() {}

  static Report of(String results, List<Operation> history, NetJournal journal) {
    return new Report(
        "broadcast <1>",
        "maelstrom/bench sim -w broadcast --seed -42",
        List.of("results.json"),
        options(),
        (Json.Obj) Histories.json(results),
        history,
        journal);
  }

  static TestOptions options() {
    return new TestOptions(
        "broadcast",
        List.of(new NodeId("n0"), new NodeId("n1")),
        Topology.GRID,
        2.5,
        Duration.ofSeconds(20),
        2,
        new Latency(Latency.Distribution.UNIFORM, 10),
        Map.of(FaultKind.PARTITION, Duration.ofSeconds(5)),
        false,
        false,
        false,
        -42);
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
