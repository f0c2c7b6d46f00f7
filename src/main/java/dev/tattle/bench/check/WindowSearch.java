package dev.tattle.bench.check;

import dev.tattle.bench.check.Linearization.Outcome;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Searches for a few operations that show why a completion has no explanation.
 *
 * <p>A window begins at some invocation. The object may have any state there. Operations that begin
 * in the window are <em>firm</em>: each happened between its invocation and its completion. Those
 * that were open before are <em>loose</em>: each may happen at any time, or never. So a window
 * allows all that the whole history allows. If it has no linearization, the history has none.
 *
 * <p>Windows grow backwards from the operation in question and double in size each time. In the
 * first window without a linearization, each operation becomes loose, unless that gives the window
 * a linearization. All work is bounded: a window that is too large, or has too many explanations,
 * proves nothing.
 */
final class WindowSearch {
  private static final int MOST_OPERATIONS = 256;
  private static final int MOST_CONFIGURATIONS = 5_000;
  private static final int MOST_STATES = 1_000;

  private final Model model;
  private final Attempt last;

  /** All attempts that began before the last one ended, in the order of invocations. */
  private final List<Attempt> past;

  private WindowSearch(Model model, List<Attempt> attempts, Attempt last) {
    this.model = model;
    this.last = last;
    past = attempts.stream().filter(attempt -> isBegunBefore(attempt, last.completion())).toList();
  }

  private static boolean isBegunBefore(Attempt attempt, Operation time) {
    return attempt.invocation().index() < time.index();
  }

  /**
   * Searches for the smallest window.
   *
   * @param attempts that may have happened, in the order of their invocations
   * @param last the first operation whose completion has no explanation
   * @return the operations of the smallest window that was found, the last one among them, in the
   *     order of their invocations; empty if none was found
   */
  static List<Attempt> of(List<Attempt> attempts, Model model, Attempt last) {
    return new WindowSearch(model, attempts, last).search();
  }

  private List<Attempt> search() {
    List<Json> anyState = anyState();
    int end = past.indexOf(last) + 1;
    for (int size = 1; size <= MOST_OPERATIONS; size *= 2) {
      boolean isAll = size >= end;
      Window window = window(Math.max(0, end - size), isAll ? List.of(model.initial()) : anyState);
      boolean isSmall = window.firm.size() + window.loose.size() <= MOST_OPERATIONS;
      Outcome outcome = isSmall ? judge(window).outcome() : Outcome.TOO_MANY;
      if (outcome == Outcome.NOT_LINEARIZABLE && !window.states.isEmpty()) {
        return shrunk(window).operations();
      }
      if (isAll || outcome == Outcome.TOO_MANY) {
        return List.of();
      }
    }
    return List.of();
  }

  /** All states that operations can lead to; empty if there are too many. */
  private List<Json> anyState() {
    Map<List<Object>, Operation> different = new LinkedHashMap<>();
    for (Attempt attempt : past) {
      Operation operation = Linearization.lastOf(attempt);
      different.put(List.of(operation.f(), operation.value()), operation);
    }
    Set<Json> states = new LinkedHashSet<>(List.of(model.initial()));
    Deque<Json> left = new ArrayDeque<>(states);
    while (!left.isEmpty()) {
      Json from = left.remove();
      for (Operation operation : different.values()) {
        Json to = model.step(from, operation.f(), operation.value());
        if (to != null && states.add(to)) {
          left.add(to);
        }
      }
      if (states.size() > MOST_STATES) {
        return List.of();
      }
    }
    return List.copyOf(states);
  }

  /**
   * Operations to explain.
   *
   * @param states that the object may have at first
   */
  private record Window(List<Json> states, List<Attempt> firm, List<Attempt> loose) {
    Window loosening(Attempt attempt) {
      List<Attempt> more = new ArrayList<>(loose);
      more.add(attempt);
      return new Window(states, without(firm, attempt), more);
    }

    Window withoutLoose(Attempt attempt) {
      return new Window(states, firm, without(loose, attempt));
    }

    private static List<Attempt> without(List<Attempt> attempts, Attempt attempt) {
      return attempts.stream().filter(other -> !other.equals(attempt)).toList();
    }

    List<Attempt> operations() {
      List<Attempt> operations = new ArrayList<>(firm);
      operations.addAll(loose);
      operations.sort(Comparator.comparingLong(attempt -> attempt.invocation().index()));
      return operations;
    }
  }

  private Window window(int begin, List<Json> states) {
    Operation beginning = past.get(begin).invocation();
    Window window = new Window(states, new ArrayList<>(), new ArrayList<>());
    for (Attempt attempt : past) {
      boolean isEnded = attempt.isOk() && attempt.completion().index() <= last.completion().index();
      if (isEnded && !isBegunBefore(attempt, beginning)) {
        window.firm.add(attempt);
      } else if (!isEnded || attempt.completion().index() > beginning.index()) {
        window.loose.add(attempt);
      }
    }
    window.loose.removeIf(
        attempt -> model.onlyReads(attempt.f(), Linearization.lastOf(attempt).value()));
    return window;
  }

  private Linearization.Verdict judge(Window window) {
    List<Attempt> attempts = new ArrayList<>(window.firm);
    window.loose.forEach(attempt -> attempts.add(withoutEnd(attempt)));
    return Linearization.ofAll(attempts, model, window.states, MOST_CONFIGURATIONS);
  }

  private static Attempt withoutEnd(Attempt attempt) {
    Operation known = Linearization.lastOf(attempt);
    return new Attempt(
        attempt.invocation().withValue(known.value()), known.ofType(Operation.Type.INFO), false);
  }

  private Window shrunk(Window window) {
    Window small = window;
    for (Attempt attempt : window.firm) {
      Window looser = small.loosening(attempt);
      if (!attempt.equals(last) && judge(looser).outcome() == Outcome.NOT_LINEARIZABLE) {
        small = looser;
      }
    }
    // Keeps a loose operation only if something else would fail earlier without it.
    for (Attempt attempt : small.loose) {
      Window smaller = small.withoutLoose(attempt);
      if (last.equals(judge(smaller).last())) {
        small = smaller;
      }
    }
    return small;
  }
}
