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
              "broadcast", new SetFullChecker("broadcast"),
              "g-set", new SetFullChecker("add"),
              "g-counter", new CounterChecker(),
              "pn-counter", new CounterChecker()));

  private WorkloadCheckers() {}

  /**
   * The checker of a workload.
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

  /** The workloads that can be judged. */
  public static SortedSet<String> names() {
    return new TreeSet<>(CHECKERS.keySet());
  }
}
