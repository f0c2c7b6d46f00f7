package dev.tattle.nodes;

import dev.tattle.core.NodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The nodes by the names of their workloads. */
public final class Nodes {
  /** The name of the node that tells its workload from its messages. */
  public static final String AUTO = "auto";

  private static final Map<String, NodeFactory> FACTORIES = new LinkedHashMap<>();

  static {
    FACTORIES.put(AUTO, AutoNode::new);
    FACTORIES.put("echo", environment -> new EchoNode());
    FACTORIES.put("unique-ids", UniqueIdsNode::new);
    FACTORIES.put("broadcast", BroadcastNode::new);
    FACTORIES.put("g-set", GSetNode::new);
    FACTORIES.put("g-counter", environment -> new CounterNode(environment, true));
    FACTORIES.put("pn-counter", environment -> new CounterNode(environment, false));
  }

  private Nodes() {}

  public static Set<String> names() {
    return FACTORIES.keySet();
  }

  /** Makes nodes for this workload; empty where there is none of that name. */
  public static Optional<NodeFactory> factory(String name) {
    return Optional.ofNullable(FACTORIES.get(name));
  }
}
