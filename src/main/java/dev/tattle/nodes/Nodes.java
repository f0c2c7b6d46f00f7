package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The nodes by the names of their workloads. */
public final class Nodes {
  /** The name of the node that tells its workload from its messages. */
  public static final String AUTO = "auto";

  private static final Map<String, BiFunction<Environment, LatencyBudget, Node>> MAKERS =
      new LinkedHashMap<>();

  static {
    MAKERS.put(AUTO, AutoNode::new);
    MAKERS.put("echo", (environment, budget) -> new EchoNode());
    MAKERS.put("unique-ids", (environment, budget) -> new UniqueIdsNode(environment));
    MAKERS.put("broadcast", BroadcastNode::new);
    MAKERS.put("g-set", GSetNode::new);
    MAKERS.put("g-counter", (environment, budget) -> new CounterNode(environment, true, budget));
    MAKERS.put("pn-counter", (environment, budget) -> new CounterNode(environment, false, budget));
  }

  private Nodes() {}

  public static Set<String> names() {
    return MAKERS.keySet();
  }

  /** Makes nodes for this workload; empty where there is none of that name. */
  public static Optional<NodeFactory> factory(String name, LatencyBudget budget) {
    return Optional.ofNullable(MAKERS.get(name))
        .map(maker -> environment -> maker.apply(environment, budget));
  }
}
