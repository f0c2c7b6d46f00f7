package dev.tattle.runtime.cluster.local;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of nodes on this machine. One folder has their state, logs and counters, so each
 * command finds the nodes that an earlier command started.
 *
 * <p>Thread rule: one thread, and one process at a time.
 */
public final class LocalCluster {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final long POLL_MILLIS = 20;
  private static final long STOP_SECONDS = 8;
  private static final long KILL_SECONDS = 5;

  private final Path folder;
  private final StateFile file;
  private final Map<Integer, LocalNode> nodes = new TreeMap<>();

  private LocalCluster(Path folder) {
    this.folder = folder;
    file = new StateFile(folder);
  }

  /** Opens the cluster of a folder. It has no nodes yet if the folder is missing. */
  public static LocalCluster in(Path folder) throws IOException {
    LocalCluster cluster = new LocalCluster(folder.toAbsolutePath().normalize());
    cluster.file.read().forEach(node -> cluster.nodes.put(node.number(), node));
    return cluster;
  }

  /** The numbers of all its nodes, running or not. */
  public Set<Integer> numbers() {
    return new TreeSet<>(nodes.keySet());
  }

  /** Tells whether at least one node runs. */
  public boolean isRunning() {
    return nodes.values().stream().anyMatch(LocalNode::isAlive);
  }

  /** The addresses at which its nodes serve clients. */
  public List<HostPort> addresses() {
    return nodes.values().stream().map(LocalNode::clients).toList();
  }

  /**
   * Starts the nodes that do not run, and waits until all serve and are connected. If some nodes
   * run, {@code clients} must hold the addresses that they have.
   *
   * @param program starts one node
   * @param clients the address at which each node serves clients, in the order of the nodes
   * @throws IOException if a node does not start; the message says why
   */
  public void start(NodeStarter program, List<HostPort> clients, Duration patience)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    Files.createDirectories(folder);
    nodes.keySet().removeIf(number -> number > clients.size());
    for (int number = 1; number <= clients.size(); number++) {
      LocalNode known = nodes.get(number);
      if (known == null || !known.isAlive()) {
        nodes.put(number, program.start(folder, number, clients));
        file.write(List.copyOf(nodes.values())); // On record even if the next fails.
      }
    }
    for (LocalNode node : nodes.values()) {
      awaitConnected(node, nodes.size() - 1, deadlineNanos);
    }
  }

  private void awaitConnected(LocalNode node, int others, long deadlineNanos)
      throws IOException, InterruptedException {
    while (true) {
      NodeCondition now = NodeCondition.of(node);
      if (now.pid() == 0) {
        throw new IOException(
            "node "
                + node.number()
                + " has stopped: "
                + NodeStarter.lastLine(folder, node.number()));
      }
      if (now.isReady() && now.connected() + now.cut().size() >= others) {
        return;
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IOException(
            "node %d is not ready, or not connected to the others; see %s"
                .formatted(node.number(), NodeStarter.log(folder, node.number())));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Asks all nodes for their status. */
  public List<NodeCondition> status() throws InterruptedException {
    List<NodeCondition> all = new ArrayList<>();
    for (LocalNode node : nodes.values()) {
      all.add(NodeCondition.of(node));
    }
    return all;
  }

  /** Stops all nodes cleanly. Kills those that do not end in time. */
  public void stop() throws InterruptedException {
    List<ProcessHandle> processes =
        nodes.values().stream().flatMap(node -> node.process().stream()).toList();
    processes.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : processes) {
      if (!hasEnded(process, STOP_SECONDS)) {
        process.destroyForcibly();
        hasEnded(process, KILL_SECONDS);
      }
    }
  }

  /** Kills nodes without a warning. Their acknowledged changes are on their disks. */
  public void kill(Set<Integer> numbers) throws IOException, InterruptedException {
    for (int number : numbers) {
      ProcessHandle process = node(number).process().orElse(null);
      if (process != null) {
        process.destroyForcibly();
        if (!hasEnded(process, KILL_SECONDS)) {
          throw new IOException("node " + number + " does not stop");
        }
      }
    }
  }

  /** Polls: for a process that another one has started, the JDK polls too, but every second. */
  private static boolean hasEnded(ProcessHandle process, long seconds) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (LocalNode.isRunning(process)) {
      if (System.nanoTime() - deadlineNanos > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** Cuts all links between these nodes and the others. Nodes on the same side stay connected. */
  public void partition(Set<Integer> numbers) throws IOException, InterruptedException {
    for (int number : numbers) {
      node(number);
    }
    for (LocalNode node : nodes.values()) {
      boolean isInside = numbers.contains(node.number());
      List<Json> others = new ArrayList<>();
      for (LocalNode other : nodes.values()) {
        if (numbers.contains(other.number()) != isInside) {
          others.add(Json.of(other.id()));
        }
      }
      post(node, "/admin/partition", Json.object("nodes", Json.array(others)));
    }
  }

  /** Restores all links. */
  public void heal() throws IOException, InterruptedException {
    for (LocalNode node : nodes.values()) {
      post(node, "/admin/heal", Json.object());
    }
  }

  private static void post(LocalNode node, String path, Json body)
      throws IOException, InterruptedException {
    if (!node.isAlive()) {
      return;
    }
    ServiceAnswer answer =
        ServiceClient.ask(node.clients(), Call.post(path, body), TIMEOUT)
            .orElseThrow(() -> new IOException("node " + node.number() + " does not answer"));
    if (!answer.isOk()) {
      throw new IOException("node " + node.number() + ": " + answer.problem());
    }
  }

  private LocalNode node(int number) throws IOException {
    LocalNode node = nodes.get(number);
    if (node == null) {
      throw new IOException("there is no node " + number + "; the cluster has " + numbers());
    }
    return node;
  }
}
