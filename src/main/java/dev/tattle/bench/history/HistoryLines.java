package dev.tattle.bench.history;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Formats a history for people: one operation or fault a line, in the order in which they began.
 */
public final class HistoryLines {
  private static final String START = "start-";
  private static final String STOP = "stop-";

  /** An operation of Jepsen's clients that asks the node nothing. */
  private static final String CRASH = "crash";

  private record Line(long timeNanos, String text) {}

  private HistoryLines() {}

  /**
   * Formats a whole history, without line breaks.
   *
   * @param nodes in the order of the processes that talk to them
   */
  public static List<String> of(List<Operation> history, List<NodeId> nodes) {
    return of(history, nodes, attempt -> "");
  }

  /**
   * Formats a whole history, without line breaks.
   *
   * @param nodes in the order of the processes that talk to them
   * @param note follows the line of an attempt; may be empty
   */
  public static List<String> of(
      List<Operation> history, List<NodeId> nodes, Function<Attempt, String> note) {
    List<Line> lines = faults(history);
    for (Attempt attempt : Attempt.all(history)) {
      Line line = line(attempt, nodes);
      lines.add(new Line(line.timeNanos, line.text + note.apply(attempt)));
    }
    return lines.stream()
        .sorted(Comparator.comparingLong(Line::timeNanos))
        .map(Line::text)
        .toList();
  }

  /** Formats one attempt. */
  public static String of(Attempt attempt, List<NodeId> nodes) {
    return line(attempt, nodes).text;
  }

  private static Line line(Attempt attempt, List<NodeId> nodes) {
    Operation invocation = attempt.invocation();
    NodeId node = nodes.get((int) (invocation.process() % nodes.size()));
    String what =
        invocation.f()
            + (invocation.isFinal() ? " at the end" : "")
            + (invocation.value().equals(Json.NULL) ? "" : " " + text(invocation.value()));
    return at(invocation.timeNanos(), node + "  " + what + ": " + outcome(attempt));
  }

  private static String outcome(Attempt attempt) {
    Operation completion = attempt.completion();
    if (attempt.f().equals(CRASH) && completion.error() == null) {
      return "this client ends, and a new one takes its place";
    }
    boolean isAnswer = !completion.value().equals(attempt.invocation().value());
    return switch (completion.type()) {
      case OK -> isAnswer ? text(completion.value()) : "ok";
      case FAIL -> "failed" + error(completion);
      case INFO, INVOKE -> "unknown" + error(completion);
    };
  }

  private static String error(Operation completion) {
    return completion.error() == null ? "" : ", " + Shown.error(completion.error());
  }

  /** Formats each fault. A start has two entries; the later one says what the nemesis did. */
  private static List<Line> faults(List<Operation> history) {
    Map<String, Operation> started = new LinkedHashMap<>();
    List<Line> lines = new ArrayList<>();
    for (Operation operation : history) {
      if (operation.isClient()) {
        continue;
      }
      if (operation.f().startsWith(START)) {
        started.put(operation.f().substring(START.length()), operation);
      } else if (operation.f().startsWith(STOP)) {
        String fault = operation.f().substring(STOP.length());
        Operation start = started.remove(fault);
        if (start != null) {
          String end = String.format(Locale.ROOT, "%.3f s", operation.timeNanos() / 1e9);
          lines.add(fault(start, end));
        }
      }
    }
    started.values().forEach(start -> lines.add(fault(start, "the end")));
    return lines;
  }

  private static Line fault(Operation start, String end) {
    String name = start.f().substring(START.length());
    return at(start.timeNanos(), name + " " + text(start.value()) + " until " + end);
  }

  private static String text(Json value) {
    return Shown.text(value);
  }

  private static Line at(long nanos, String text) {
    return new Line(nanos, String.format(Locale.ROOT, "%9.3f s  %s", nanos / 1e9, text));
  }
}
