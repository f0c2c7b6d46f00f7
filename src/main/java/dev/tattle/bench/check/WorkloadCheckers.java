package dev.tattle.bench.check;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which checker judges which workload. */
public final class WorkloadCheckers {
  private static final Map<String, Checker> CHECKERS =
      new TreeMap<>(
          Map.of(
              "echo", new EchoChecker(),
              "unique-ids", new UniqueIdsChecker(),
              "broadcast", new CrashedSetChecker("broadcast"),
              "g-set", new CrashedSetChecker("add"),
              "g-counter", new CrashedCounterChecker(),
              "pn-counter", new CrashedCounterChecker()));

  private static final Map<String, Checker> CONVERGING =
      Map.of("agreement", new AgreementChecker());

  private WorkloadCheckers() {}

  /**
   * The checker of a workload. Where the history tells of kills, it excuses what may have died with
   * the nodes; else its verdict is Maelstrom's.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists the names
   */
  public static Checker of(String workload) {
    Checker checker = CHECKERS.get(workload);
    if (checker == null) {
      throw new IllegalArgumentException(
          "workload: expected one of "
              + String.join(", ", names())
              + ", but it is '"
              + workload
              + "'");
    }
    return checker;
  }

  /**
   * The judgement of a simulated run, which wants more than Maelstrom does: all nodes agree at the
   * end.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Judgement ofSimulation(String workload, AvailabilityChecker availability) {
    Checker checker = of(workload);
    boolean isReplicated =
        checker instanceof CrashedSetChecker || checker instanceof CrashedCounterChecker;
    return new Judgement(checker, availability, isReplicated ? CONVERGING : Map.of());
  }

  /** The workloads that can be judged. */
  public static SortedSet<String> names() {
    return new TreeSet<>(CHECKERS.keySet());
  }
}
