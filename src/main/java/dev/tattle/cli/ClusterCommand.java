package dev.tattle.cli;

import dev.tattle.runtime.Fsync;
import dev.tattle.runtime.cluster.local.LocalCluster;
import dev.tattle.runtime.cluster.local.NodeCondition;
import dev.tattle.runtime.cluster.local.NodeStarter;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code cluster}: several nodes on this machine, to try things out. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/counter cluster COMMAND [OPTIONS]",
    description = "Runs several nodes on this machine, each as a process.",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "start also restarts nodes that were killed or stopped. They keep their counters.",
      "",
      "Examples:",
      "  maelstrom/counter cluster start",
      "  curl http://localhost:8001/increment",
      "  curl http://localhost:8002/counter",
      "  maelstrom/counter cluster partition 1",
      "  maelstrom/counter cluster heal",
      "  maelstrom/counter cluster kill 2",
      "  maelstrom/counter cluster start",
      "  maelstrom/counter cluster status",
      "  maelstrom/counter cluster stop",
      "",
      CounterCommand.EXITS
    })
final class ClusterCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_NODES = 50;
  private static final int MAX_PORT = 60_000;
  private static final String NUMBERS = "numbers of nodes, as in 2, or 1 2";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data-dir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "folder for counters, logs and state (default: store/counter-cluster)")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    throw Commands.missing(spec.commandLine());
  }

  @Command(
      description = "Starts the nodes that do not run, and prints the addresses of all.",
      mixinStandardHelpOptions = true,
      versionProvider = BenchCommand.Version.class,
      sortOptions = false,
      customSynopsis = "maelstrom/counter cluster start [OPTIONS]",
      optionListHeading = "%nOptions:%n",
      footer = {
        "",
        "Examples:",
        "  maelstrom/counter cluster start",
        "  maelstrom/counter cluster start --node-count 5 --port 7001",
        "",
        CounterCommand.EXITS
      })
  int start(
      @Option(
              names = "--node-count",
              paramLabel = "N",
              description = "number of nodes (default: as before, or 3)")
          @Nullable Integer count,
      @Option(
              names = "--port",
              paramLabel = "N",
              description =
                  "port of node 1 for clients, its next ones for the others; other nodes"
                      + " connect at these ports + 1000 (default: as before, or 8001)")
          @Nullable Integer port,
      @Option(
              names = "--fsync",
              paramLabel = "WHEN",
              description = "always or interval, as in serve (default: always)")
          @Nullable Fsync fsync)
      throws IOException, InterruptedException {
    LocalCluster cluster = LocalCluster.in(folder());
    boolean isRunning = cluster.isRunning();
    List<HostPort> before = cluster.addresses();
    int first = port != null ? port : before.isEmpty() ? 8001 : before.get(0).port();
    int nodes = count != null ? count : before.isEmpty() ? 3 : before.size();
    List<HostPort> clients = addresses(first, nodes);
    if (isRunning && !clients.equals(before)) {
      throw wrong(
          "nodes are running already, at " + before + "; stop them, or use another --data-dir");
    }
    List<String> options =
        fsync == null ? List.of() : List.of("--fsync", fsync.name().toLowerCase(Locale.ROOT));
    cluster.start(new NodeStarter(CommandLines.counter("serve"), options), clients, PATIENCE);
    clients.forEach(address -> out().println("http://" + address));
    out().flush();
    return 0;
  }

  @Command(
      description = "Shows the state of each node.",
      mixinStandardHelpOptions = true,
      versionProvider = BenchCommand.Version.class,
      sortOptions = false,
      customSynopsis = "maelstrom/counter cluster status [OPTIONS]",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Examples:", "  maelstrom/counter cluster status", "", CounterCommand.EXITS})
  int status() throws IOException, InterruptedException {
    List<NodeCondition> all = existing().status();
    String format = "%-5s %-18s %-9s %-8s %-10s %-8s %s%n";
    out().printf(format, "node", "address", "state", "pid", "connected", "cut", "counter");
    for (NodeCondition node : all) {
      String state = node.pid() == 0 ? "stopped" : node.isReady() ? "ready" : "starting";
      out()
          .printf(
              format,
              node.number(),
              node.address(),
              state,
              node.pid() == 0 ? "-" : node.pid(),
              node.pid() == 0 ? "-" : node.connected() + " of " + (all.size() - 1),
              node.cut().isEmpty() ? "-" : String.join(",", node.cut()),
              node.value().isEmpty() ? "-" : node.value());
    }
    out().flush();
    return 0;
  }

  @Command(
      description = "Stops all nodes in order (SIGTERM).",
      mixinStandardHelpOptions = true,
      versionProvider = BenchCommand.Version.class,
      sortOptions = false,
      customSynopsis = "maelstrom/counter cluster stop [OPTIONS]",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Examples:", "  maelstrom/counter cluster stop", "", CounterCommand.EXITS})
  int stop() throws IOException, InterruptedException {
    existing().stop();
    return 0;
  }

  @Command(
      description = "Kills nodes (SIGKILL); start brings them back.",
      mixinStandardHelpOptions = true,
      versionProvider = BenchCommand.Version.class,
      sortOptions = false,
      customSynopsis = "maelstrom/counter cluster kill [OPTIONS] NODE...",
      optionListHeading = "%nOptions:%n",
      footer = {
        "",
        "Examples:",
        "  maelstrom/counter cluster kill 2",
        "  maelstrom/counter cluster start",
        "",
        CounterCommand.EXITS
      })
  int kill(@Parameters(arity = "1..*", paramLabel = "NODE", description = NUMBERS) int[] numbers)
      throws IOException, InterruptedException {
    existing().kill(known(numbers));
    return 0;
  }

  @Command(
      description = "Cuts all links between these nodes and the others.",
      mixinStandardHelpOptions = true,
      versionProvider = BenchCommand.Version.class,
      sortOptions = false,
      customSynopsis = "maelstrom/counter cluster partition [OPTIONS] NODE...",
      optionListHeading = "%nOptions:%n",
      footer = {
        "",
        "Examples:",
        "  maelstrom/counter cluster partition 1 2",
        "  maelstrom/counter cluster heal",
        "",
        CounterCommand.EXITS
      })
  int partition(
      @Parameters(arity = "1..*", paramLabel = "NODE", description = NUMBERS) int[] numbers)
      throws IOException, InterruptedException {
    existing().partition(known(numbers));
    return 0;
  }

  @Command(
      description = "Restores all links that partition has cut.",
      mixinStandardHelpOptions = true,
      versionProvider = BenchCommand.Version.class,
      sortOptions = false,
      customSynopsis = "maelstrom/counter cluster heal [OPTIONS]",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Examples:", "  maelstrom/counter cluster heal", "", CounterCommand.EXITS})
  int heal() throws IOException, InterruptedException {
    existing().heal();
    return 0;
  }

  private List<HostPort> addresses(int first, int nodes) {
    if (nodes < 1 || nodes > MAX_NODES) {
      throw wrong("--node-count: expected 1 to " + MAX_NODES);
    }
    if (first < 1 || first > MAX_PORT) {
      throw wrong("--port: expected 1 to " + MAX_PORT);
    }
    List<HostPort> clients = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      clients.add(new HostPort("localhost", first + i));
    }
    return clients;
  }

  private Path folder() {
    return folder == null
        ? Path.of(System.getProperty("tattle.store", "store"), "counter-cluster")
        : folder;
  }

  private LocalCluster existing() throws IOException {
    LocalCluster cluster = LocalCluster.in(folder());
    if (cluster.numbers().isEmpty()) {
      throw wrong("there is no cluster in " + folder() + "; create one with cluster start");
    }
    return cluster;
  }

  private Set<Integer> known(int[] numbers) throws IOException {
    Set<Integer> there = existing().numbers();
    Set<Integer> asked = new LinkedHashSet<>();
    for (int number : numbers) {
      if (!there.contains(number)) {
        throw wrong("NODE: there is no node " + number + "; the cluster has " + there);
      }
      asked.add(number);
    }
    return asked;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
