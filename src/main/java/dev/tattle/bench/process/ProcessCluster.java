package dev.tattle.bench.process;

import dev.tattle.bench.Cluster;
import dev.tattle.bench.Problem;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.sim.Network;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes as processes. Whatever ends the bench's JVM in an orderly way ends them too.
 *
 * <p>Thread rule: the loop's thread, but {@link #close} is for all threads.
 */
final class ProcessCluster implements Cluster {
  private static final String NO_SUCH_FILE = "error=2,";

  /** More of them, and the heap would be the bound. */
  private static final int MAX_IN_FLIGHT = 1_000_000;

  /** The exit status of a process that a signal killed is this and the signal. */
  private static final int SIGNALLED = 128;

  private final List<NodeId> nodes;
  private final NodeCommand command;
  private final EventLoop loop;
  private final Path logs;
  private final List<NodeProcess> processes = new ArrayList<>();
  private final Path temporary;
  private volatile boolean closed;

  /**
   * A cluster that is not started, and is to be closed.
   *
   * @param logs the directory for the nodes' standard error
   * @throws IOException where there is no room for the nodes' working directories
   */
  ProcessCluster(List<NodeId> nodes, NodeCommand command, EventLoop loop, Path logs)
      throws IOException {
    this.nodes = nodes;
    this.command = command;
    this.loop = loop;
    this.logs = logs;
    this.temporary = Files.createTempDirectory("tattle-bench-");
  }

  @Override
  public void start(Network network, Consumer<Problem> problems) {
    Wiring wiring = new Wiring(network, problems);
    for (NodeId id : nodes) {
      try {
        NodeProcess process = launch(id, wiring);
        if (process == null) {
          return;
        }
        network.attach(id, (messageId, message) -> wiring.deliver(process, messageId, message));
      } catch (IOException e) {
        String summary = "%s can't be started: %s".formatted(id, reason(e));
        problems.accept(Problem.of(id, Problem.Kind.NOT_STARTED, summary));
        return;
      }
    }
  }

  /** The JVM says "error=2, No such file" of a program whose interpreter is missing, too. */
  private String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String reason = command.bin() + ": " + cause.getMessage();
    return reason.contains(NO_SUCH_FILE) && Files.exists(command.bin())
        ? command.bin() + ": there is no such program as its first line, #!, names"
        : reason;
  }

  /** Kills all nodes, and all that they started, and forgets their working directories. */
  synchronized void close() {
    closed = true;
    processes.forEach(NodeProcess::kill);
    try {
      for (NodeProcess process : processes) {
        process.awaitEnd();
      }
    } catch (InterruptedException e) {
      // They are dead; only the last lines of their logs may be missing.
      Thread.currentThread().interrupt();
    }
    processes.clear();
    delete(temporary);
  }

  private synchronized @Nullable NodeProcess launch(NodeId id, Wiring wiring) throws IOException {
    if (closed) {
      return null;
    }
    Path working = Files.createDirectory(temporary.resolve(id.name()));
    Path log = log(id);
    NodeProcess process =
        NodeProcess.start(id, command, new NodeProcess.Directories(working, log), wiring);
    processes.add(process);
    return process;
  }

  private boolean isClosed() {
    return closed;
  }

  private Path log(NodeId id) {
    return logs.resolve(id.name() + ".log");
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A dying process may still write there. What is left is in the system's temporary directory.
    }
  }

  /** Between processes and network. Its listener's methods only post to the loop. */
  private final class Wiring implements NodeProcess.Listener {
    private final Network network;
    private final Consumer<Problem> problems;

    Wiring(Network network, Consumer<Problem> problems) {
      this.network = network;
      this.problems = problems;
    }

    void deliver(NodeProcess node, long messageId, Message message) {
      if (!node.deliver(messageId, message)) {
        String summary =
            "%s reads its standard input too slowly or not at all: %d messages wait"
                .formatted(node.id(), NodeProcess.MAX_WAITING);
        problems.accept(
            Problem.of(
                node.id(),
                Problem.Kind.STUCK,
                summary,
                "last",
                MessageCodec.toJson(message.body()),
                "from",
                Json.of(message.src()),
                "log",
                Json.of(log(node.id()).toString())));
      }
    }

    @Override
    public void onMessage(NodeProcess node, Message message) throws InterruptedException {
      loop.post(() -> route(node, message));
    }

    @Override
    public void onGarbage(NodeProcess node, String line, String problem)
        throws InterruptedException {
      loop.post(() -> reportGarbage(node, line, problem));
    }

    @Override
    public void onCrash(Throwable failure) {
      loop.fail(failure);
    }

    @Override
    public void onExit(NodeProcess node) throws InterruptedException {
      loop.post(() -> reportExit(node));
    }

    private void route(NodeProcess node, Message message) {
      if (!message.src().equals(node.id())) {
        reportGarbage(
            node, shown(message), "expected 'src' to be \"" + node.id() + "\", its own id");
      } else if (network.inFlight() >= MAX_IN_FLIGHT) {
        String summary =
            "%s sends faster than messages arrive: %d are under way"
                .formatted(node.id(), MAX_IN_FLIGHT);
        problems.accept(
            Problem.of(node.id(), Problem.Kind.FLOOD, summary, "last", Json.of(shown(message))));
      } else if (!network.send(message)) {
        reportGarbage(
            node,
            shown(message),
            "expected 'dest' to be a node, a client or a service; there is no \""
                + message.dest()
                + "\"");
      }
    }

    private void reportGarbage(NodeProcess node, String line, String problem) {
      problems.accept(
          Problem.of(
              node.id(),
              Problem.Kind.GARBAGE,
              node.id() + " wrote to its standard output what is no message to send",
              "wrote",
              Json.of(line),
              "problem",
              Json.of(problem),
              "see",
              Json.of(RequestException.MANUAL)));
    }

    private void reportExit(NodeProcess node) {
      if (isClosed()) {
        return;
      }
      problems.accept(
          Problem.of(
              node.id(),
              Problem.Kind.DIED,
              node.id() + " ended with exit status " + described(node.exitStatus()),
              "exit-status",
              Json.of(node.exitStatus()),
              "stdout",
              Problem.lines(node.lastStdout()),
              "stderr",
              Problem.lines(node.lastStderr()),
              "log",
              Json.of(log(node.id()).toString())));
    }

    private static String described(int status) {
      return status > SIGNALLED
          ? status + ": killed by signal " + (status - SIGNALLED)
          : "" + status;
    }

    private String shown(Message message) {
      return JsonCodec.format(
          Json.object(
              "src",
              Json.of(message.src()),
              "dest",
              Json.of(message.dest()),
              "body",
              MessageCodec.toJson(message.body())));
    }
  }
}
