package dev.tattle.bench.check;

import dev.tattle.core.NodeId;
import java.util.List;
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

  /**
   * The judgement of a simulated run. It excuses what may have died with nodes that were killed,
   * and wants more than Maelstrom does: all nodes agree at the end, and no read is impossible.
   *
   * @param nodes in the order of the processes that talk to them
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Judgement ofSimulation(
      String workload, List<NodeId> nodes, AvailabilityChecker availability) {
    Checker plain = of(workload);
    if (plain instanceof SetFullChecker set) {
      return new Judgement(
          new CrashedSetChecker(set.addFunction(), nodes),
          availability,
          converging(new PossibleSetChecker(set.addFunction())));
    }
    if (plain instanceof CounterChecker) {
      return new Judgement(
          new CrashedCounterChecker(nodes), availability, converging(new PossibleCounterChecker()));
    }
    return new Judgement(plain, availability);
  }

  private static Map<String, Checker> converging(Checker reads) {
    return new TreeMap<>(Map.of("agreement", new AgreementChecker(), "reads", reads));
  }

  /** The workloads that can be judged. */
  public static SortedSet<String> names() {
    return new TreeSet<>(CHECKERS.keySet());
  }
}
