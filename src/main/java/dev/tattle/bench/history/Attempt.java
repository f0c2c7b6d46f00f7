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
    List<Attempt> attempts = new ArrayList<>();
    // The place of the one that each process has open.
    Map<Long, Integer> open = new LinkedHashMap<>();
    long end = history.isEmpty() ? 0 : history.get(history.size() - 1).index() + 1;
    for (Operation operation : history) {
      if (!operation.isClient()) {
        continue;
      }
      if (operation.type() == Operation.Type.INVOKE) {
        Integer earlier = open.put(operation.process(), attempts.size());
        if (earlier != null) {
          throw invokesAnother(operation, attempts.get(earlier).invocation);
        }
        attempts.add(new Attempt(operation, unfinished(operation, end), false));
      } else {
        Integer place = open.remove(operation.process());
        if (place == null) {
          throw completesNothing(operation);
        }
        attempts.set(place, completed(attempts.get(place).invocation, operation));
      }
    }
    return attempts;
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

  private static Attempt completed(Operation invocation, Operation completion) {
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
    return new Attempt(invocation, completion, true);
  }

  private static HistoryException invokesAnother(Operation invocation, Operation open) {
    return HistoryException.at(
        invocation,
        "expected the completion of process "
            + open.process()
            + "'s operation at index "
            + open.index()
            + ", but it invokes another");
  }

  private static HistoryException completesNothing(Operation completion) {
    return HistoryException.at(
        completion,
        "expected an invocation, but process "
            + completion.process()
            + " completes what it did not invoke");
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
        invocation.isFinal(),
        invocation.details());
  }
}
