package dev.tattle.bench.report;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.net.JournaledMessage;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import java.util.List;
import java.util.Map;

/**
 * The first {@value #MAX_ROWS} operations of clients as columns, one row each in the order of their
 * invocations. {@code start} is in µs since the row before. {@code took} is in µs, -1 if open at
 * the end. {@code outcome} is 0 for ok, 1 for fail, 2 for info. {@code result} is empty if it
 * equals the value. {@code request} is the row of its message, -1 if that is not shown.
 */
final class OperationTable {
  static final int MAX_ROWS = 50_000;
  private static final int MAX_TEXT = 160;
  private static final long MAX_TEXTS = 1_500_000;
  private static final int MAX_FUNCTIONS = 100;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Report report;
  private final List<Attempt> attempts;
  private final Requests requests;
  private final Names functions = new Names(MAX_FUNCTIONS);
  private final Excerpts texts = new Excerpts(MAX_TEXT, MAX_TEXTS);

  OperationTable(Report report, List<Attempt> attempts) {
    this.report = report;
    this.attempts = attempts;
    this.requests = new Requests(MessageTable.shown(report.journal()));
  }

  Json json() {
    Columns columns =
        new Columns(
            "index", "start", "took", "process", "f", "outcome", "final", "value", "result",
            "error", "request");
    int rows = Math.min(MAX_ROWS, attempts.size());
    long previous = 0;
    for (Attempt attempt : attempts.subList(0, rows)) {
      Operation begin = attempt.invocation();
      long start = begin.timeNanos() / NANOS_PER_MICRO;
      columns.add(
          Json.of(begin.index()),
          Json.of(start - previous),
          Json.of(tookMicros(attempt)),
          Json.of(begin.process()),
          Json.of(functions.number(begin.f())),
          Json.of(outcome(attempt)),
          Json.of(begin.isFinal() ? 1 : 0),
          texts.of(begin.value()),
          result(attempt),
          error(attempt),
          Json.of(requests.next(begin, node(begin))));
      previous = start;
    }
    Map<String, Json> fields = columns.fields();
    fields.put("functions", functions.json());
    fields.put("leftOut", Json.of(attempts.size() - rows));
    return new Json.Obj(fields);
  }

  private NodeId node(Operation operation) {
    List<NodeId> nodes = report.options().nodes();
    return nodes.get((int) (operation.process() % nodes.size()));
  }

  private static int outcome(Attempt attempt) {
    return switch (attempt.outcome()) {
      case OK -> 0;
      case FAIL -> 1;
      case INFO, INVOKE -> 2;
    };
  }

  private long tookMicros(Attempt attempt) {
    // An attempt that is open at the end has a completion after the last entry.
    List<Operation> history = report.history();
    boolean isOpen = attempt.completion().index() > history.get(history.size() - 1).index();
    long tookNanos = attempt.completion().timeNanos() - attempt.invocation().timeNanos();
    return isOpen ? -1 : tookNanos / NANOS_PER_MICRO;
  }

  private Json result(Attempt attempt) {
    Json result = attempt.completion().value();
    return result.equals(attempt.invocation().value()) ? Json.of("") : texts.of(result);
  }

  private Json error(Attempt attempt) {
    Json error = attempt.completion().error();
    return error == null ? Json.of("") : texts.of(error);
  }

  /**
   * Finds the messages that began operations. Each invocation sends one request of its own name to
   * its node, in the order of the history.
   */
  private static final class Requests {
    private final List<JournaledMessage> messages;
    private int next;

    Requests(List<JournaledMessage> messages) {
      this.messages = messages;
    }

    int next(Operation invocation, NodeId node) {
      while (next < messages.size()) {
        JournaledMessage message = messages.get(next++);
        if (Network.isClient(message.src())
            && message.dest().equals(node)
            && message.type().equals(invocation.f())) {
          return next - 1;
        }
      }
      return -1;
    }
  }
}
