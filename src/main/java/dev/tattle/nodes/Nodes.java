package dev.tattle.nodes;

import dev.tattle.core.NodeFactory;
import java.util.List;

/** The nodes by the names of the workloads that they serve. */
public final class Nodes {
  /** The workload that fits any run: the node tells from the messages what is wanted. */
  public static final String AUTO = "auto";

  private static final List<String> NAMES = List.of(AUTO, "echo");

  private Nodes() {}

  /**
   * Makes nodes for a workload.
   *
   * @throws IllegalArgumentException where there is no such workload; it names those there are
   */
  public static NodeFactory factory(String workload) {
    return switch (workload) {
      case AUTO, "echo" -> environment -> new EchoNode();
      default ->
          throw new IllegalArgumentException(
              "there is no workload '%s'; there are: %s"
                  .formatted(workload, String.join(", ", NAMES)));
    };
  }
}
