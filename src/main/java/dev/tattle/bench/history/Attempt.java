package dev.tattle.bench.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One attempt of a client: an invocation and its completion.
 *
 * @param invocation of type invoke
 * @param completion of any other type; an invocation that is open at the end of the history gets an
 *     info after the last entry
 * @param isFinished false if the invocation was open at the end of the history
 */
public record Attempt(Operation invocation, Operation completion, boolean isFinished) {
  /**
   * Returns the attempts of all clients, in the order of their invocations, without the nemesis.
   *
   * @throws HistoryException if a process completes an operation that it did not invoke, or invokes
   *     one while another is open
   */
  public static List<Attempt> all(List<Operation> history) {
    List<Attempt> attempts = new ArrayList<>();
    // For each process, the place of its open attempt in the list.
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

  /** The name of the operation. */
  public String f() {
    return invocation.f();
  }

  /** The type of the completion: ok, fail or info. */
  public Operation.Type outcome() {
    return completion.type();
  }

  /** True if the operation succeeded. */
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
