package dev.tattle.bench.process;

import dev.tattle.bench.Cluster;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the nodes as processes. When the bench's JVM ends in an orderly way, the nodes end too.
 *
 * <p>Output of a killed process is ignored from that moment on. What it had written is lost,
 * perhaps part of a line. No client has seen it, so nothing that a client may rely on is lost.
 *
 * <p>Thread rule: the loop's thread, except that {@link #close} is for all threads.
 */
final class ProcessCluster implements Cluster, NodeControl {
  private static final String NO_SUCH_FILE = "error=2,";
  private static final Duration LAST_LOOK = Duration.ofMillis(500);

  private final List<NodeId> nodes;
  private final NodeProgram command;
  private final EventLoop loop;
  private final Path logs;
  private final Path temporary;
  private @Nullable Wiring wiring;

  /** The latest process of each node. */
  private final Map<NodeId, NodeProcess> processes = new LinkedHashMap<>();

  private final Watchdog watchdog = Watchdog.start();
  private final Set<NodeId> killed = new LinkedHashSet<>();
  private final Set<NodeId> paused = new LinkedHashSet<>();
  private volatile boolean closed;

  /**
   * Makes a cluster that is not started. It must be closed.
   *
   * @param logs the directory for the nodes' standard error
   * @throws IOException if the nodes' working directories can't be made
   */
  ProcessCluster(List<NodeId> nodes, NodeProgram command, EventLoop loop, Path logs)
      throws IOException {
    this.nodes = nodes;
    this.command = command;
    this.loop = loop;
    this.logs = logs;
    this.temporary = Files.createTempDirectory("tattle-bench-");
  }

  @Override
  public void start(Network network, Consumer<Problem> problems) {
    Wiring started = new Wiring(this, loop, network, problems);
    wiring = started;
    for (NodeId id : nodes) {
      if (!launch(id, started)) {
        return;
      }
      network.attach(id, (messageId, message) -> started.deliver(process(id), messageId, message));
    }
  }

  @Override
  public Duration lastLook() {
    return LAST_LOOK;
  }

  @Override
  public synchronized Map<String, Json> said(NodeId node) {
    NodeProcess process = processes.get(node);
    return process == null ? Map.of() : ProcessProblems.said(process, log(node));
  }

  @Override
  public synchronized List<Problem> leftUnsaid() {
    return processes.values().stream()
        .filter(process -> isCurrent(process) && process.unfinished().isAbandoned())
        .map(ProcessProblems::abandonedLine)
        .toList();
  }

  @Override
  public NodeControl control() {
    return this;
  }

  @Override
  public synchronized void kill(NodeId node) {
    NodeProcess process = process(node);
    // A process that has ended by itself is about to be reported.
    if (!process.hasEnded() && killed.add(node)) {
      paused.remove(node);
      process.kill();
      watchAlive();
      wiring().network().hold(node);
    }
  }

  @Override
  public synchronized void restart(NodeId node) {
    if (killed.remove(node)) {
      // Two processes of a node at once would share its working directory.
      doTo(process(node), NodeProcess::awaitEnd);
      launch(node, wiring());
      wiring().network().releaseAfter(node, message -> message.body().type().equals("init"));
    }
  }

  @Override
  public synchronized void pause(NodeId node) {
    if (!killed.contains(node) && paused.add(node)) {
      doTo(process(node), NodeProcess::pause);
      wiring().network().hold(node);
    }
  }

  @Override
  public synchronized void resume(NodeId node) {
    if (paused.remove(node)) {
      doTo(process(node), NodeProcess::resume);
      wiring().network().release(node);
    }
  }

  @Override
  public void setClockRate(NodeId node, double rate) {
    throw new UnsupportedOperationException("a process has the machine's clock");
  }

  @Override
  public SimulatedDisk disk(NodeId node) {
    throw new UnsupportedOperationException("a process has the machine's disk");
  }

  private interface Action {
    void to(NodeProcess process) throws IOException, InterruptedException;
  }

  /** Applies the action. If it fails, the process has ended, or the run can't go on. */
  private static void doTo(NodeProcess process, Action action) {
    try {
      action.to(process);
    } catch (IOException e) {
      if (!process.hasEnded()) {
        throw new UncheckedIOException(e);
      }
    } catch (InterruptedException e) {
      // The loop notices it at its next event.
      Thread.currentThread().interrupt();
    }
  }

  private NodeProcess process(NodeId node) {
    return Objects.requireNonNull(processes.get(node), node::name);
  }

  private Wiring wiring() {
    return Objects.requireNonNull(wiring, "the cluster is not started");
  }

  /** Kills all nodes and their descendants, and removes their working directories. */
  synchronized void close() {
    closed = true;
    processes.values().forEach(NodeProcess::kill);
    watchdog.close();
    // They are dead. If this is interrupted, only the last lines of their logs may be missing.
    processes.values().forEach(process -> doTo(process, NodeProcess::awaitLastWords));
    delete(temporary);
  }

  private void watchAlive() {
    watchdog.watch(
        processes.values().stream()
            .filter(process -> !killed.contains(process.id()) && !process.hasEnded())
            .mapToLong(NodeProcess::pid));
  }

  /** Starts a process for the node; false if that fails. */
  private synchronized boolean launch(NodeId id, Wiring wiring) {
    if (closed) {
      return false;
    }
    try {
      Path working = Files.createDirectories(temporary.resolve(id.name()));
      NodeProcess.Directories directories = new NodeProcess.Directories(working, log(id));
      processes.put(id, NodeProcess.start(id, command, directories, wiring));
      watchAlive();
      wiring.listenTo(id);
      return true;
    } catch (IOException e) {
      wiring.problems().accept(ProcessProblems.notStarted(id, reason(e)));
      return false;
    }
  }

  /** The JVM says "error=2, No such file" also if the interpreter of a script is missing. */
  private String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String reason = command.bin() + ": " + cause.getMessage();
    return reason.contains(NO_SUCH_FILE) && Files.exists(command.bin())
        ? command.bin() + ": its first line, #!, names a program that does not exist"
        : reason;
  }

  /** False if it was killed, or if its node has a newer process. */
  boolean isCurrent(NodeProcess process) {
    return processes.get(process.id()) == process && !killed.contains(process.id());
  }

  boolean isClosed() {
    return closed;
  }

  /** The file for the node's standard error. */
  Path log(NodeId id) {
    return logs.resolve(id.name() + ".log");
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A dying process may still write there. The rest stays in the system's temporary directory.
    }
  }
}
