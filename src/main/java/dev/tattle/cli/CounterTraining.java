package dev.tattle.cli;

import dev.tattle.core.NodeId;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.nodes.CountersNode;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.cluster.ClusterOptions;
import dev.tattle.runtime.cluster.ClusterRuntime;
import dev.tattle.runtime.cluster.DiscoveryRuntime;
import dev.tattle.runtime.cluster.Hosted;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code train-counter}: what {@link Training} is to nodes, for the archive of {@code
 * maelstrom/counter}. Two nodes, a discovery server and a client do a little of everything.
 */
final class CounterTraining {
  private static final HostPort ANYWHERE = new HostPort("localhost", 0);

  /** Long: whoever makes an archive has a low priority, perhaps on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private CounterTraining() {}

  /** Returns the exit status of the client's commands. */
  static int run() {
    try {
      return serve();
    } catch (IOException e) {
      System.err.println(OperatingError.text(e));
      return ExitStatus.BROKEN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitStatus.BROKEN;
    }
  }

  private static int serve() throws IOException, InterruptedException {
    Log log = new Log(Log.Level.ERROR, System.err);
    Path data = Files.createTempDirectory("tattle-train-");
    DiscoveryRuntime discovery =
        DiscoveryRuntime.start(ANYWHERE, PATIENCE, SecurityOptions.NONE, log);
    List<URI> urls = List.of(URI.create("http://" + discovery.address()));
    ClusterRuntime first = node("n1", urls, new RuntimeOptions(log, data));
    ClusterRuntime second = node("n2", urls, new RuntimeOptions(log, data));
    CounterCommand.run(new String[] {"serve", "--help"});
    CounterCommand.run(new String[] {"cluster", "status", "--data-dir", data.toString()});
    String address = second.clients().toString();
    client("--addr", first.clients().toString(), "--action", "increment");
    int status = client("--addr", address, "--action", "add", "--delta", "2", "--json");
    // A majority is both of them: so messages go over the network, too.
    status |= client("--addr", address, "--action", "get", "--consistency", "majority");
    status |= client("--addr", address, "--action", "watch", "--count", "1");
    first.stop(PATIENCE);
    second.stop(PATIENCE);
    discovery.stop(PATIENCE);
    delete(data);
    return status;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }

  private static ClusterRuntime node(String id, List<URI> urls, RuntimeOptions runtime)
      throws IOException, InterruptedException {
    return ClusterRuntime.start(
        new ClusterOptions(
            new NodeId(id),
            "train",
            ANYWHERE,
            ANYWHERE,
            null,
            Set.of(),
            Set.of(),
            urls,
            2,
            false,
            List.of(new Hosted("", CountersNode::new, CountersNode::isBetweenNodes)),
            false,
            MembershipSettings.DEFAULT,
            HttpLimits.DEFAULT,
            SecurityOptions.NONE,
            runtime));
  }

  private static int client(String... options) {
    String[] line = new String[options.length + 2];
    line[0] = "client";
    System.arraycopy(options, 0, line, 1, options.length);
    line[options.length + 1] = "--timeout=" + PATIENCE.toSeconds() + "s";
    return CounterCommand.run(line);
  }
}
