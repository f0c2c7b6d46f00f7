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
import dev.tattle.runtime.Log;
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
    description = "Runs one node of the counter service, until it is told to end.",
    optionListHeading = "%nOptions, and in brackets their defaults:%n",
    footer = {
      "",
      "--node-id 1, 2 or 3 alone is one of three nodes on this machine, at localhost:8001 to 8003.",
      "Nodes find each other by --join, --peers or --discovery, and then tell each other of all",
      "others. A host name may stand for several nodes.",
      "",
      "Examples:",
      "  maelstrom/counter serve",
      "  maelstrom/counter serve --node-id 1",
      "  maelstrom/counter serve --addr localhost:8001 --peers localhost:9001,localhost:9002",
      "  maelstrom/counter serve --addr localhost:8003 --join localhost:9001",
      "  maelstrom/counter serve --addr 0.0.0.0:8001 --node-id a --peers counters.local:9001",
      "  maelstrom/counter serve --addr localhost:8001 --discovery http://localhost:8000",
      "  maelstrom/counter serve --tls-cert cert.pem --tls-key key.pem --tls-ca ca.pem",
      "  maelstrom/counter serve --cluster-key key --tokens tokens   # lines of read, write or admin, and a token",
      "  curl -X POST http://localhost:8001/counters/visits/increment",
      "  curl -X POST http://localhost:8001/admin/leave    # hands over what it has, and goes for good",
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
      description = "where clients are served (localhost:8001)")
  private @Nullable HostPort clients;

  @Option(
      names = "--peer-addr",
      paramLabel = "HOST:PORT",
      description = "where other nodes connect (that of --addr, its port + 1000)")
  private @Nullable HostPort gossip;

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "where others reach --peer-addr, if not there: behind NAT or a proxy")
  private @Nullable HostPort advertised;

  @Option(
      names = {"--node-id", "--nodeId"},
      paramLabel = "ID",
      description = "the node's name, which no other has (host-port of --peer-addr)")
  private @Nullable String id;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "where other nodes connect to the nodes of the cluster")
  private List<HostPort> peers = List.of();

  @Option(
      names = "--join",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "where other nodes may connect to some node: one that answers is enough")
  private List<HostPort> joins = List.of();

  @Option(
      names = "--discovery",
      split = ",",
      paramLabel = "URL",
      description = "of a server that lists the nodes: see discovery")
  private List<URI> discoveries = List.of();

  @Option(
      names = "--discovery-token",
      paramLabel = "FILE",
      description = "with the token that those servers ask for")
  private @Nullable Path discoveryToken;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "nodes of another name are refused (tattle)")
  private String cluster = "tattle";

  @Option(
      names = "--cluster-key",
      paramLabel = "FILE",
      description = "with a secret; other nodes are talked to only if they have it, too")
  private @Nullable Path clusterKey;

  @Option(
      names = "--cluster-size",
      paramLabel = "N",
      description = {
        "how many nodes a majority is of, at least (those known); strong counters",
        "begin once so many are there"
      })
  private @Nullable Integer clusterSize;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "eventual or strong: what counters are that are not there yet (eventual)")
  private CounterMode mode = CounterMode.EVENTUAL;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "where counters are kept, in a folder of the node's name; or none (store/counter)")
  private @Nullable Path data;

  @Option(
      names = "--fsync",
      paramLabel = "WHEN",
      description = "always, or at an interval of 1 s: a loss of power may cost that much (always)")
  private Fsync fsync = Fsync.ALWAYS;

  @Option(
      names = "--latency-budget",
      paramLabel = "TIME",
      description = "how long what is new may wait on its way: fast, default, frugal (default)")
  private LatencyBudget budget = LatencyBudget.DEFAULT;

  @Option(names = "--max-connections", paramLabel = "N", description = "of clients at once (4096)")
  private int connections = HttpLimits.DEFAULT.connections();

  @Mixin private SecurityFiles security = new SecurityFiles();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warn, info or debug; to stderr (info)")
  private Log.Level level = Log.Level.INFO;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "text, or json: one object a line (text)")
  private Log.Format format = Log.Format.TEXT;

  @Option(names = "--allow-partitions", hidden = true, description = "for tests, see cluster")
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
    Log log = LibraryLog.following(new Log(level, format, System.err));
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
        new RuntimeOptions(log, folder(), fsync));
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
      throw wrong("--peer-addr: expected one, as the port of --addr + 1000 is " + port);
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
