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

  /**
   * The workload of this name.
   *
   * @param nodes of the cluster
   * @param topology that broadcast tells them; the others have none
   * @return empty where there is no such workload
   */
  public static Optional<Workload> named(String name, List<NodeId> nodes, Topology topology) {
    return Optional.ofNullable(
        switch (name) {
          case "echo" -> new EchoWorkload();
          case "unique-ids" -> new UniqueIdsWorkload();
          case "broadcast" -> new BroadcastWorkload(topology.neighbours(nodes));
          case "g-set" -> new GSetWorkload();
          case "g-counter" -> new CounterWorkload(true);
          case "pn-counter" -> new CounterWorkload(false);
          default -> null;
        });
  }
}
