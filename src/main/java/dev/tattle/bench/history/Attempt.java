package dev.tattle.bench.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client tried to do: an invocation and what came of it.
 *
 * @param invocation of type invoke
 * @param completion of any other type; an invocation that is open when the history ends is given an
 *     info after the last entry
 * @param isFinished false of one that was open when the history ended
 */
public record Attempt(Operation invocation, Operation completion, boolean isFinished) {
  /**
   * The attempts of all clients, in the order of their invocations. The nemesis is left out.
   *
   * @throws HistoryException if a process completes what it did not invoke, or invokes while it has
   *     an operation open
   */
  public static List<Attempt> all(List<Operation> history) {
    // Keyed by the invocation's index, so that they end in the order in which they began.
    Map<Long, Attempt> attempts = new LinkedHashMap<>();
    Map<Long, Operation> open = new LinkedHashMap<>();
    long end = history.isEmpty() ? 0 : history.get(history.size() - 1).index() + 1;
    for (Operation operation : history) {
      if (!operation.isClient()) {
        continue;
      }
      if (operation.type() == Operation.Type.INVOKE) {
        open(operation, open);
        attempts.put(operation.index(), new Attempt(operation, unfinished(operation, end), false));
      } else {
        Operation invocation = close(operation, open);
        attempts.put(invocation.index(), new Attempt(invocation, operation, true));
      }
    }
    return new ArrayList<>(attempts.values());
  }

  /** What was attempted. */
  public String f() {
    return invocation.f();
  }

  /** How it ended: ok, fail or info. */
  public Operation.Type outcome() {
    return completion.type();
  }

  public boolean isOk() {
    return outcome() == Operation.Type.OK;
  }

  private static void open(Operation invocation, Map<Long, Operation> open) {
    Operation earlier = open.put(invocation.process(), invocation);
    if (earlier != null) {
      throw HistoryException.at(
          invocation,
          "expected the completion of process "
              + earlier.process()
              + "'s operation at index "
              + earlier.index()
              + ", but it invokes another");
    }
  }

  private static Operation close(Operation completion, Map<Long, Operation> open) {
    Operation invocation = open.remove(completion.process());
    if (invocation == null) {
      throw HistoryException.at(
          completion,
          "expected an invocation, but process "
              + completion.process()
              + " completes what it did not invoke");
    }
    if (!invocation.f().equals(completion.f())) {
      throw HistoryException.at(
          completion,
          "expected the completion of '"
              + invocation.f()
              + "', invoked at index "
              + invocation.index()
              + ", but it completes '"
              + completion.f()
              + "'");
    }
    return invocation;
  }

  private static Operation unfinished(Operation invocation, long index) {
    return new Operation(
        index,
        invocation.timeNanos(),
        Operation.Type.INFO,
        invocation.process(),
        invocation.f(),
        invocation.value(),
        null,
        invocation.isFinal());
  }
}
