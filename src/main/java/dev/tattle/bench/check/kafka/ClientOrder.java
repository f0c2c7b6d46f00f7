package dev.tattle.bench.check.kafka;

import dev.tattle.bench.check.Cases;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Checks that each client sees each log in order and without gaps: within one operation ({@code
 * int-…}), and from one operation of a process to its next on the same key. After a new assignment
 * a client may begin anywhere.
 */
final class ClientOrder {
  private static final String SKIPPED = "it skipped";
  private static final String BETWEEN = "between them lies";

  private final StepCases inPoll =
      new StepCases("polled", SKIPPED, "int-poll-skip", "int-nonmonotonic-poll");
  private final StepCases inSend =
      new StepCases("sent", BETWEEN, "int-send-skip", "int-nonmonotonic-send");
  private final StepCases polls =
      new StepCases("polled", SKIPPED, "poll-skip", "nonmonotonic-poll");
  private final StepCases sends = new StepCases("sent", BETWEEN, null, "nonmonotonic-send");
  private final Map<Long, Client> clients = new LinkedHashMap<>();

  /** A process's latest operation by log; it may have polled nothing of the log. */
  private static final class Client {
    private final Map<KeyLog, LogOperation> polls = new LinkedHashMap<>();
    private final Map<KeyLog, LogOperation> sends = new LinkedHashMap<>();

    void keepOnly(Json assigned) {
      if (assigned instanceof Json.Arr keys) {
        Set<String> kept = new TreeSet<>();
        keys.items().forEach(key -> kept.add(Shown.whole(key)));
        polls.keySet().removeIf(log -> !kept.contains(log.key()));
        sends.keySet().removeIf(log -> !kept.contains(log.key()));
      }
    }
  }

  private ClientOrder() {}

  /** Returns the cases of each kind, in the order of the results. */
  static List<Cases> check(LogHistory history) {
    ClientOrder order = new ClientOrder();
    history.operations().forEach(order::add);
    List<Cases> all = new ArrayList<>();
    for (StepCases steps : List.of(order.inPoll, order.polls, order.inSend, order.sends)) {
      all.add(steps.nonmonotonic());
      if (steps.skips() != null) {
        all.add(steps.skips());
      }
    }
    return all;
  }

  private void add(LogOperation operation) {
    checkInside(operation, operation.polled(), inPoll);
    checkInside(operation, operation.sent(), inSend);
    Client client =
        clients.computeIfAbsent(operation.completion().process(), first -> new Client());
    boolean mayHaveHappened = operation.type() != Operation.Type.FAIL;
    if (isAssignment(operation) && mayHaveHappened) {
      client.keepOnly(operation.completion().value());
    }
    checkBetween(operation, LogOperation::polled, client.polls, polls);
    if (operation.isOk()) {
      operation.polled().keySet().forEach(log -> client.polls.put(log, operation));
    }
    if (mayHaveHappened) {
      checkBetween(operation, LogOperation::sent, client.sends, sends);
      operation.sent().keySet().forEach(log -> client.sends.put(log, operation));
    }
  }

  private static boolean isAssignment(LogOperation operation) {
    String f = operation.attempt().f();
    return f.equals("assign") || f.equals("subscribe");
  }

  private static void checkInside(
      LogOperation operation, Map<KeyLog, List<Placed>> seen, StepCases steps) {
    for (List<Placed> messages : seen.values()) {
      for (int i = 1; i < messages.size(); i++) {
        steps.add(new Step(messages.get(i - 1), messages.get(i)), operation);
      }
    }
  }

  private static void checkBetween(
      LogOperation operation,
      Function<LogOperation, Map<KeyLog, List<Placed>>> seen,
      Map<KeyLog, LogOperation> latest,
      StepCases steps) {
    seen.apply(operation)
        .forEach(
            (log, messages) -> {
              LogOperation before = latest.get(log);
              List<Placed> earlier =
                  before == null ? List.of() : seen.apply(before).getOrDefault(log, List.of());
              if (before != null && !earlier.isEmpty() && !messages.isEmpty()) {
                Placed last = earlier.get(earlier.size() - 1);
                steps.add(new Step(last, messages.get(0)), before, operation);
              }
            });
  }
}
