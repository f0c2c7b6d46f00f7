package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import java.util.List;
import java.util.Optional;

/** Makes nodes by the name of their workload. */
public final class Nodes {
  /** The name of the node that detects its workload from the messages it receives. */
  public static final String AUTO = "auto";

  private static final String LISTS = "txn-list-append";
  private static final String REGISTERS = "txn-rw-register";

  private static final List<String> NAMES =
      List.of(
          AUTO,
          "echo",
          "unique-ids",
          "broadcast",
          "g-set",
          "g-counter",
          "pn-counter",
          "lin-kv",
          "counters",
          "counter-strong",
          "counter-next",
          "kafka",
          LISTS,
          REGISTERS);

  private Nodes() {}

  /** The names that {@link #factory} knows. */
  public static List<String> names() {
    return NAMES;
  }

  /** A factory of nodes for this workload; empty if there is no such workload. */
  public static Optional<NodeFactory> factory(String name, NodeSettings settings) {
    return NAMES.contains(name)
        ? Optional.of(new Factory(name, settings, Witness.NONE))
        : Optional.empty();
  }

  /** One class for all names, because a lambda for each would make a node's start 4 ms longer. */
  private record Factory(String name, NodeSettings settings, Witness witness)
      implements NodeFactory {
    @Override
    public NodeFactory ofOneCluster() {
      return new Factory(name, settings, new Witness());
    }

    @Override
    public Node create(Environment environment) {
      return switch (name) {
        case AUTO -> new AutoNode(environment, settings, witness);
        case "echo" -> new EchoNode();
        case "unique-ids" -> new UniqueIdsNode(environment);
        case "broadcast" -> new BroadcastNode(environment, settings.budget());
        case "g-set" -> new GSetNode(environment, settings.budget());
        case "g-counter" -> new CounterNode(environment, true, settings.budget());
        case "pn-counter" -> new CounterNode(environment, false, settings.budget());
        case "counters" -> new CountersNode(environment, settings.budget(), settings.counters());
        case "kafka" -> new KafkaNode(environment, settings.budget(), settings.retention());
        case "lin-kv" -> new LinKvNode(environment, RaftSettings.DEFAULT, witness);
        case "counter-strong", "counter-next" ->
            new StrongCounterNode(environment, RaftSettings.DEFAULT, witness);
        case LISTS -> new StrictTxnNode(environment, RaftSettings.DEFAULT, witness);
        case REGISTERS -> settings.registers().create(environment, settings, witness);
        default -> throw new IllegalStateException("'" + name + "' is among the names only");
      };
    }
  }
}
