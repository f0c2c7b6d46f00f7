package dev.tattle.bench.process;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.NodeLine;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Connects processes and network. If a node writes what can't be sent, its output is ignored until
 * it starts again. Maelstrom's thread for a node's output ends there too, and its run goes on.
 *
 * <p>Thread rule: a listener's methods only post to the loop; everything else is for the loop's
 * thread.
 */
final class Wiring implements NodeProcess.Listener {
  /** A bound, so that messages in flight do not fill the heap. */
  private static final int MAX_IN_FLIGHT = 1_000_000;

  /** Ctrl-C in a terminal reaches nodes too, perhaps before the bench hears of its own end. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final ProcessCluster cluster;
  private final EventLoop loop;
  private final Network network;
  private final Consumer<Problem> problems;
  private final Set<NodeId> unheard = new LinkedHashSet<>();
  private final Set<NodeId> stuck = new LinkedHashSet<>();

  /** All clients that have asked for something, also those that have left. */
  private final Set<NodeId> clients = new LinkedHashSet<>();

  Wiring(ProcessCluster cluster, EventLoop loop, Network network, Consumer<Problem> problems) {
    this.cluster = cluster;
    this.loop = loop;
    this.network = network;
    this.problems = problems;
  }

  Network network() {
    return network;
  }

  Consumer<Problem> problems() {
    return problems;
  }

  /** Accepts the output of the node's new process. */
  void listenTo(NodeId node) {
    unheard.remove(node);
    stuck.remove(node);
  }

  void deliver(NodeProcess node, long messageId, Message message) {
    if (Network.isClient(message.src())) {
      clients.add(message.src());
    }
    if (!node.deliver(messageId, message) && stuck.add(node.id())) {
      problems.accept(ProcessProblems.stuck(node, message, cluster.log(node.id())));
    }
  }

  @Override
  public void onLine(NodeProcess node, NodeLine line) throws InterruptedException {
    postWhileHeard(node, () -> route(node, line));
  }

  @Override
  public void onGarbage(NodeProcess node, String line, String problem) throws InterruptedException {
    postWhileHeard(node, () -> refuse(node, line, problem));
  }

  @Override
  public void onCrash(Throwable failure) {
    loop.fail(failure);
  }

  @Override
  public void onExit(NodeProcess node) throws InterruptedException {
    post(node, () -> loop.after(node.wasEndedByTerminal() ? GRACE_NANOS : 0, () -> mourn(node)));
  }

  private void mourn(NodeProcess node) {
    if (cluster.isCurrent(node) && !cluster.isClosed()) {
      problems.accept(ProcessProblems.died(node, cluster.log(node.id())));
    }
  }

  private void postWhileHeard(NodeProcess node, Runnable event) throws InterruptedException {
    post(
        node,
        () -> {
          if (!unheard.contains(node.id())) {
            event.run();
          }
        });
  }

  /** Its earlier output may still be queued when the process is killed. */
  private void post(NodeProcess node, Runnable event) throws InterruptedException {
    loop.post(
        () -> {
          if (cluster.isCurrent(node)) {
            event.run();
          }
        });
  }

  private void route(NodeProcess node, NodeLine line) {
    Message message = line.message();
    if (line.oddity() != null) {
      problems.accept(ProcessProblems.oddLine(node, shown(message), line.oddity()));
    }
    if (!network.isAttached(message.src())) {
      refuse(node, shown(message), "there is no \"" + message.src() + "\" that could send it");
    } else if (network.inFlight() >= MAX_IN_FLIGHT) {
      problems.accept(ProcessProblems.flood(node, MAX_IN_FLIGHT, shown(message)));
    } else if (network.send(message)) {
      checkName(node, message);
    } else if (clients.contains(message.dest())) {
      unheard.add(node.id());
      problems.accept(ProcessProblems.lateReply(node, message.dest(), shown(message)));
    } else {
      String expected = "expected 'dest' to be a node, a client or a service; there is no \"";
      refuse(node, shown(message), expected + message.dest() + "\"");
    }
  }

  private void checkName(NodeProcess node, Message message) {
    if (!message.src().equals(node.id())) {
      String expected = "expected 'src' to be \"" + node.id() + "\", its own id";
      problems.accept(ProcessProblems.oddLine(node, shown(message), expected));
    }
  }

  private void refuse(NodeProcess node, String line, String problem) {
    unheard.add(node.id());
    problems.accept(ProcessProblems.garbage(node, line, problem));
  }

  private static String shown(Message message) {
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
