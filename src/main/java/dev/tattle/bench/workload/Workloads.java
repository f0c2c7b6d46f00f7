package dev.tattle.bench.workload;

import dev.tattle.core.NodeId;
import java.util.List;
import java.util.Optional;

/** The workloads by name. */
public final class Workloads {
  /** Every name, in the order in which help shows them. */
  public static final List<String> NAMES =
      List.of("echo", "unique-ids", "broadcast", "g-set", "g-counter", "pn-counter");

  private Workloads() {}

  /** True where clients add values that may be anything. */
  public static boolean hasValues(String name) {
    return name.equals("broadcast") || name.equals("g-set");
  }

  /** The workload of this name, with small values only. */
  public static Optional<Workload> named(String name, List<NodeId> nodes, Topology topology) {
    return named(name, nodes, topology, 0);
  }

  /**
   * The workload of this name.
   *
   * @param nodes of the cluster
   * @param topology that broadcast tells them; the others have none
   * @param largeValues the fraction of values that are large, where {@link #hasValues}
   * @return empty where there is no such workload
   */
  public static Optional<Workload> named(
      String name, List<NodeId> nodes, Topology topology, double largeValues) {
    LargeValues large = new LargeValues(largeValues);
    return Optional.ofNullable(
        switch (name) {
          case "echo" -> new EchoWorkload();
          case "unique-ids" -> new UniqueIdsWorkload();
          case "broadcast" -> new BroadcastWorkload(topology.neighbours(nodes), large);
          case "g-set" -> new GSetWorkload(large);
          case "g-counter" -> new CounterWorkload(true);
          case "pn-counter" -> new CounterWorkload(false);
          default -> null;
        });
  }
}
