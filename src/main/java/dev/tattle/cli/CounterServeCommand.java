package dev.tattle.cli;

import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.nodes.CountersNode;
import dev.tattle.nodes.LatencyBudget;
import dev.tattle.nodes.NodeSettings;
import dev.tattle.nodes.Nodes;
import dev.tattle.nodes.StrongNode;
import dev.tattle.runtime.Fsync;
import dev.tattle.runtime.NodeCrashException;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.cluster.ClusterOptions;
import dev.tattle.runtime.cluster.ClusterRuntime;
import dev.tattle.runtime.cluster.Hosted;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: one node of the counter service. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/counter serve [OPTIONS]",
    description = "Runs one node of the counter service, until you end it.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "A node finds the others by --join, --peers or --discovery. They then tell it of",
      "all further nodes. A host name can stand for several nodes.",
      "",
      "With --node-id 1, 2 or 3 and no address, the node is one of three on this",
      "machine: clients reach them at ports 8001, 8002 and 8003.",
      "",
      "A node that gets SIGTERM stops in order and keeps its data. To take a node out",
      "of the cluster for good: curl -X POST http://localhost:8001/admin/leave",
      "",
      "Examples:",
      "  maelstrom/counter serve",
      "  maelstrom/counter serve --node-id 1",
      "  maelstrom/counter serve --addr localhost:8002 --join localhost:9001",
      "  maelstrom/counter serve --addr localhost:8001 \\",
      "      --peers localhost:9001,localhost:9002 --cluster-size 2",
      "  maelstrom/counter serve --addr localhost:8001 \\",
      "      --discovery http://localhost:8000",
      "  maelstrom/counter serve --tls-cert cert.pem --tls-key key.pem --tls-ca ca.pem",
      "  maelstrom/counter serve --cluster-key cluster.key --tokens tokens",
      "",
      CounterCommand.EXITS
    })
final class CounterServeCommand implements Callable<Integer> {
  private static final int GOSSIP_OFFSET = 1_000;
  private static final int MAX_PORT = 65_535;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final String NO_DATA = "none";
  private static final Pattern LOCAL_NODE = Pattern.compile("[123]");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--addr",
      paramLabel = "HOST:PORT",
      description = "address for clients (default: localhost:8001)")
  private @Nullable HostPort clients;

  @Option(
      names = "--peer-addr",
      paramLabel = "HOST:PORT",
      description = "address for other nodes (default: that of --addr, its port + 1000)")
  private @Nullable HostPort gossip;

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "where other nodes reach --peer-addr, if NAT or a proxy is between")
  private @Nullable HostPort advertised;

  @Option(
      names = "--node-id",
      paramLabel = "ID",
      description = "unique name of this node (default: host-port of --peer-addr)")
  private @Nullable String id;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "peer addresses of all nodes of the cluster")
  private List<HostPort> peers = List.of();

  @Option(
      names = "--join",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "peer addresses of some nodes; one that answers is enough")
  private List<HostPort> joins = List.of();

  @Option(
      names = "--discovery",
      split = ",",
      paramLabel = "URL",
      description = "discovery servers that list the nodes")
  private List<URI> discoveries = List.of();

  @Option(
      names = "--discovery-token",
      paramLabel = "FILE",
      description = "file with the token that the discovery servers require")
  private @Nullable Path discoveryToken;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "name of the cluster; nodes of others are refused (default: tattle)")
  private String cluster = "tattle";

  @Option(
      names = "--cluster-key",
      paramLabel = "FILE",
      description = "file with a secret; only nodes that have it can join")
  private @Nullable Path clusterKey;

  @Option(
      names = "--cluster-size",
      paramLabel = "N",
      description = {
        "how many nodes the cluster has at least (default: those known); majorities count all of"
            + " them, and strong counters start once they are up"
      })
  private @Nullable Integer clusterSize;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "kind of new counters: eventual or strong (default: eventual)")
  private CounterMode mode = CounterMode.EVENTUAL;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "folder for counters, one subfolder per node; none keeps them in memory only"
              + " (default: store/counter)")
  private @Nullable Path data;

  @Option(
      names = "--fsync",
      paramLabel = "WHEN",
      description = "always, or interval: a power failure may lose a second (default: always)")
  private Fsync fsync = Fsync.ALWAYS;

  @Option(
      names = "--latency-budget",
      completionCandidates = Candidates.BudgetNames.class,
      paramLabel = "TIME",
      description =
          "how long a change may wait to be sent with others: fast, default, frugal, or a time such"
              + " as 240ms")
  private LatencyBudget budget = LatencyBudget.DEFAULT;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "most connections of clients (default: 4096)")
  private int connections = HttpLimits.DEFAULT.connections();

  @Mixin private SecurityFiles security = new SecurityFiles();

  @Mixin private LogOptions log = new LogOptions();

  @Option(names = "--allow-partitions", hidden = true, description = "for tests; see cluster")
  private boolean isAdmin;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterRuntime runtime = ClusterRuntime.start(options());
    Thread hook = new StopOnSignal(runtime::stop, STOP_PATIENCE);
    Runtime.getRuntime().addShutdownHook(hook);
    spec.commandLine().getOut().println(runtime.url());
    spec.commandLine().getOut().flush();
    try {
      runtime.run();
      return 0;
    } catch (NodeCrashException alreadyLogged) {
      return ExitStatus.BROKEN;
    }
  }

  private ClusterOptions options() {
    boolean isLocal = id != null && LOCAL_NODE.matcher(id).matches() && clients == null;
    int number = isLocal && id != null ? Integer.parseInt(id) : 1;
    HostPort client = clients == null ? new HostPort("localhost", 8000 + number) : clients;
    HostPort peer = gossip == null ? gossip(client) : gossip;
    Set<HostPort> known = new LinkedHashSet<>(peers);
    if (isLocal && peers.isEmpty() && joins.isEmpty() && discoveries.isEmpty()) {
      for (int i = 1; i <= 3; i++) {
        known.add(new HostPort("localhost", 8000 + GOSSIP_OFFSET + i));
      }
    }
    if (clusterSize != null && clusterSize < 1) {
      throw wrong("--cluster-size: expected at least 1");
    }
    if (connections < 1) {
      throw wrong("--max-connections: expected at least 1");
    }
    return new ClusterOptions(
        nodeId(peer),
        cluster,
        client,
        peer,
        advertised,
        known,
        new LinkedHashSet<>(joins),
        discoveries,
        clusterSize == null ? 1 : clusterSize,
        isAdmin,
        List.of(eventual(), strong(known)),
        mode == CounterMode.STRONG,
        MembershipSettings.DEFAULT,
        HttpLimits.DEFAULT.withConnections(connections),
        security.options(spec.commandLine(), clusterKey, discoveryToken),
        new RuntimeOptions(log.open(), folder(), fsync));
  }

  private Hosted eventual() {
    NodeFactory factory =
        Nodes.factory("counters", NodeSettings.DEFAULT.with(budget))
            .orElseThrow(() -> new IllegalStateException("there is no node for counters"));
    return new Hosted("", factory, CountersNode::isBetweenNodes);
  }

  private Hosted strong(Set<HostPort> known) {
    int founders = founders(known);
    return new Hosted(
        "strong-0",
        environment -> new StrongNode(environment, founders),
        StrongNode::isBetweenNodes);
  }

  /**
   * How many nodes found the group of strong counters. One that is alone does it at once. Of
   * several, more than half of all must be needed, so somebody must say how many they are.
   */
  private int founders(Set<HostPort> known) {
    if (clusterSize != null) {
      return clusterSize;
    }
    boolean isTold = peers.isEmpty() && joins.isEmpty() && discoveries.isEmpty();
    return isTold ? Math.max(1, known.size()) : 0;
  }

  private HostPort gossip(HostPort client) {
    int port = client.port() == 0 ? 0 : client.port() + GOSSIP_OFFSET;
    if (port > MAX_PORT) {
      throw wrong("--peer-addr: expected one, because the port of --addr + 1000 is " + port);
    }
    return new HostPort(client.host(), port);
  }

  /** A number is what people call a node; in messages it is n1, as anywhere. */
  private NodeId nodeId(HostPort peer) {
    if (id == null) {
      return new NodeId(peer.host() + "-" + peer.port());
    }
    if (id.isBlank() || id.length() > 100) {
      throw wrong("--node-id: expected 1 to 100 characters");
    }
    return new NodeId(id.chars().allMatch(Character::isDigit) ? "n" + id : id);
  }

  private @Nullable Path folder() {
    if (data == null) {
      return Path.of(System.getProperty("tattle.store", "store"), "counter");
    }
    return data.toString().equals(NO_DATA) ? null : data;
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
