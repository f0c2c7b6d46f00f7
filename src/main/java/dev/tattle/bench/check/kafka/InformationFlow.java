package dev.tattle.bench.check.kafka;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.check.StrongComponents;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Checks that information does not flow in a circle. An operation depends on those that sent what
 * it polled, and, in real time, on those that had ended ok before it began. A circle without real
 * time is Adya's G1c. One that needs real time, such as a poll of a later send, is {@code
 * G1c-realtime}. Each set of operations that depend on each other is one case.
 *
 * <p>Source: {@code elle.txn}, below {@code jepsen.tests.kafka} without {@code ww} dependencies.
 */
final class InformationFlow {
  private static final int SHOWN = 4;

  private final List<LogOperation> operations;
  private final List<Cases> circles = List.of(new Cases("G1c"), new Cases("PL-2-cycle-exists"));
  private final List<Cases> circlesInTime =
      List.of(new Cases("G1c-realtime"), new Cases("strong-PL-2-cycle-exists"));

  private InformationFlow(LogHistory history) {
    operations = history.operations().stream().filter(LogOperation::isAboutLogs).toList();
  }

  /** Returns both kinds, each followed by its consequence: the broken isolation level. */
  static List<Cases> check(LogHistory history) {
    InformationFlow flow = new InformationFlow(history);
    StrongComponents.of(flow.withTime()).forEach(flow::add);
    return Stream.of(flow.circles, flow.circlesInTime).flatMap(List::stream).toList();
  }

  private void add(List<Integer> component) {
    List<LogOperation> members =
        component.stream()
            .filter(vertex -> vertex < operations.size())
            .sorted()
            .map(operations::get)
            .toList();
    boolean needsTime = StrongComponents.of(reads(members)).isEmpty();
    (needsTime ? circlesInTime : circles).forEach(c -> c.add(() -> found(members, needsTime)));
  }

  private static Found found(List<LogOperation> members, boolean needsTime) {
    List<Json> entries = new ArrayList<>();
    members.stream()
        .limit(SHOWN)
        .forEach(member -> entries.add(HistoryCodec.toJson(member.completion())));
    String what = needsTime ? "polled before it was sent" : "polled in a circle";
    String shown =
        members.stream().limit(SHOWN).map(m -> Shown.attempt(m.attempt())).collect(joining("; "));
    String text = members.size() + " operations depend on each other, " + what + ": " + shown;
    Noted[] noted =
        members.stream()
            .limit(SHOWN)
            .map(member -> new Noted(member.attempt(), what))
            .toArray(Noted[]::new);
    return Found.of(Json.object("cycle", Json.array(entries)), text, noted);
  }

  /**
   * Edges from each sender to those that polled its messages, by their places among the members.
   */
  private static List<List<Integer>> reads(List<LogOperation> members) {
    Map<LogOperation, Integer> places = new LinkedHashMap<>();
    List<List<Integer>> edges = new ArrayList<>();
    for (LogOperation member : members) {
      places.put(member, edges.size());
      edges.add(new ArrayList<>(2));
    }
    for (LogOperation reader : members) {
      for (List<Placed> polled : reader.polled().values()) {
        for (Placed placed : polled) {
          LogOperation writer = placed.message().writer();
          if (writer != null && writer != reader && places.containsKey(writer)) {
            edges.get(places.get(writer)).add(places.get(reader));
          }
        }
      }
    }
    return edges;
  }

  /**
   * All edges. Time is a chain of extra vertices, one for each operation that ended ok. An
   * operation leads to its own vertex. Each such vertex leads to the next, and to the operations
   * that began before the next. So the number of edges grows with the operations, not with their
   * pairs.
   */
  private List<List<Integer>> withTime() {
    List<List<Integer>> edges = reads(operations);
    List<Integer> begun = new ArrayList<>();
    for (int vertex = 0; vertex < operations.size(); vertex++) {
      begun.add(vertex);
    }
    begun.sort(Comparator.comparingLong(vertex -> begin(operations.get(vertex))));
    int next = 0;
    for (int vertex = 0; vertex < operations.size(); vertex++) {
      int latest = edges.size() - 1;
      long end = operations.get(vertex).completion().index();
      for (; next < begun.size() && begin(operations.get(begun.get(next))) < end; next++) {
        if (latest >= operations.size()) {
          edges.get(latest).add(begun.get(next));
        }
      }
      if (operations.get(vertex).isOk()) {
        if (latest >= operations.size()) {
          edges.get(latest).add(edges.size());
        }
        edges.get(vertex).add(edges.size());
        edges.add(new ArrayList<>(2));
      }
    }
    return edges;
  }

  private static long begin(LogOperation operation) {
    return operation.attempt().invocation().index();
  }
}
