package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.runtime.Fsync;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.cluster.ClusterOptions;
import dev.tattle.runtime.cluster.ClusterRuntime;
import dev.tattle.runtime.cluster.Hosted;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Runs the counter service with a naive node, or with one that is broken on purpose. */
public final class ServedCounters implements Node {
  /** The nodes, by the names that {@link #main} takes. */
  static final Map<String, NodeFactory> NODES =
      Map.of(
          "right", LoggedCounters::new,
          "forgets-keys", BrokenCounters.ForgetsKeys::new,
          "keys-of-a-node", BrokenCounters.KeysOfANode::new,
          "adds-again", BrokenCounters.AddsAgain::new,
          "tears-batches", SlowlyTorn::new,
          "refuses-too-late", BrokenCounters.RefusesTooLate::new,
          "hears-nobody", BrokenCounters.HearsNobody::new);

  /** Sends the parts of a batch a few at a time, so other nodes show halves of batches. */
  private static final class SlowlyTorn extends BrokenCounters.TearsBatches {
    SlowlyTorn(Environment environment) {
      super(environment);
    }

    @Override
    int mostSent() {
      return 5;
    }
  }

  private final World world;
  private final Node node;

  private ServedCounters(Function<Environment, Node> factory, Environment environment) {
    world = new World(environment);
    node = factory.apply(world);
  }

  /**
   * Runs the service. The arguments are a node's name and then those that the torture gives to
   * {@code serve}.
   */
  public static void main(String[] args) throws Exception {
    NodeFactory factory = NODES.get(args[0]);
    Map<String, String> told = new LinkedHashMap<>();
    for (int i = 2; i < args.length; i++) {
      String[] option = args[i].split("=", 2);
      told.put(option[0], option[1]);
    }
    Set<HostPort> joins = new LinkedHashSet<>();
    if (told.containsKey("--join")) {
      for (String other : told.get("--join").split(",", -1)) {
        joins.add(HostPort.parse(other));
      }
    }
    ClusterOptions options =
        new ClusterOptions(
            new NodeId(told.get("--node-id")),
            "test",
            HostPort.parse(told.get("--addr")),
            HostPort.parse(told.get("--peer-addr")),
            HostPort.parse(told.get("--advertise")),
            Set.of(),
            joins,
            List.of(),
            Integer.parseInt(told.get("--cluster-size")),
            false,
            List.of(
                new Hosted(
                    "",
                    environment -> new ServedCounters(factory::create, environment),
                    body -> true)),
            false,
            MembershipSettings.DEFAULT,
            HttpLimits.DEFAULT,
            SecurityOptions.NONE,
            new RuntimeOptions(
                new Log(Log.Level.INFO, System.err),
                Path.of(told.get("--data-dir")),
                Fsync.ALWAYS));
    ClusterRuntime.start(options).run();
  }

  @Override
  public void onStart(Outbox out) {
    node.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (!message.body().type().equals("members")) {
      node.onMessage(message, out);
      return;
    }
    world.nodes.clear();
    for (Json member : message.body().array("members")) {
      world.nodes.add(new NodeId(OperationLog.text(member)));
    }
    out.reply(message, Body.of("members_ok"));
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    node.onTimer(timer, out);
  }

  /** An environment whose nodes are the members that the network reported last. */
  private static final class World implements Environment {
    private final Environment environment;
    private final List<NodeId> nodes;

    World(Environment environment) {
      this.environment = environment;
      nodes = new ArrayList<>(environment.nodes());
    }

    @Override
    public NodeId self() {
      return environment.self();
    }

    @Override
    public List<NodeId> nodes() {
      return nodes;
    }

    @Override
    public long nowNanos() {
      return environment.nowNanos();
    }

    @Override
    public RandomGenerator random() {
      return environment.random();
    }

    @Override
    public boolean isDurable() {
      return environment.isDurable();
    }

    @Override
    public Iterable<Json> kept() {
      return environment.kept();
    }
  }
}
