package dev.tattle.bench.check.strong;

import java.util.Comparator;
import java.util.List;

/**
 * Judges one counter that only hands out numbers. No number may come twice. A later request must
 * get a greater number. Each missing number must be one that an operation of unknown outcome may
 * have got. This is exact, and it stays cheap when linearizability is too expensive to decide.
 */
final class Tickets {
  private static final Comparator<StrongAttempt> BY_END =
      Comparator.comparingLong(each -> each.attempt().completion().index());

  private final List<StrongAttempt> attempts;
  private final List<StrongAttempt> answered;
  private final StrongProblems problems;

  /**
   * Reads attempts.
   *
   * @param attempts that may have happened, each once, in the order of their invocations
   */
  private Tickets(List<StrongAttempt> attempts, StrongProblems problems) {
    this.attempts = attempts;
    this.problems = problems;
    answered =
        attempts.stream()
            .filter(each -> each.isOk() && !each.isLocal() && !each.isRefused())
            .toList();
  }

  static boolean isHandedOut(String f) {
    return f.equals("next") || f.equals("reserve") || f.equals("read");
  }

  static void judge(List<StrongAttempt> attempts, StrongProblems problems) {
    Tickets tickets = new Tickets(attempts, problems);
    tickets.judgeUniqueness();
    tickets.judgeOrder();
    tickets.judgeGaps();
    tickets.judgeLocalReads();
  }

  private void judgeUniqueness() {
    StrongAttempt highest = null;
    for (StrongAttempt each :
        answered.stream()
            .filter(one -> one.size() > 0)
            .sorted(Comparator.comparingLong(StrongAttempt::before))
            .toList()) {
      if (highest != null && each.before() < highest.last()) {
        problems.add("number-twice", each, highest, "a number was handed out twice");
      }
      highest = highest == null || each.last() > highest.last() ? each : highest;
    }
  }

  /** An operation that ended before another began must have the lower number. */
  private void judgeOrder() {
    List<StrongAttempt> byEnd = answered.stream().sorted(BY_END).toList();
    StrongAttempt highest = null;
    int ended = 0;
    for (StrongAttempt each : answered) {
      long begin = each.attempt().invocation().index();
      while (ended < byEnd.size() && byEnd.get(ended).attempt().completion().index() < begin) {
        StrongAttempt before = byEnd.get(ended++);
        highest = highest == null || before.last() > highest.last() ? before : highest;
      }
      if (highest != null && each.before() < highest.last()) {
        String kind = each.isRead() ? "stale-read" : "out-of-order";
        problems.add(kind, each, highest, "it began later and is before it");
      }
    }
  }

  private void judgeGaps() {
    long open = 0;
    long numbers = 0;
    for (StrongAttempt each : attempts) {
      open += each.isOk() ? 0 : each.size();
      numbers += each.isOk() && !each.isRefused() ? each.size() : 0;
    }
    for (StrongAttempt each : answered) {
      if (each.last() > numbers + open) {
        problems.add("number-missing", each, each, "more numbers are gone than were asked for");
        return;
      }
    }
  }

  private void judgeLocalReads() {
    for (StrongAttempt read : attempts) {
      if (read.isLocal() && read.isOk()) {
        long end = read.attempt().completion().index();
        long asked =
            attempts.stream()
                .filter(each -> each.attempt().invocation().index() < end)
                .mapToLong(StrongAttempt::size)
                .sum();
        if (read.number("value") < 0 || read.number("value") > asked) {
          problems.add("never-counted", read, read, "nobody had asked for so many numbers");
        }
      }
    }
  }
}
