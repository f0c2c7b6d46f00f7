package dev.tattle.bench;

import dev.tattle.bench.history.Problem;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.Message;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import dev.tattle.sim.SimulatedDisk;
import dev.tattle.sim.SimulatedNode;
import dev.tattle.wire.MessageCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs the nodes in this process, on the run's own scheduler. */
final class SimulatedCluster implements Cluster, NodeControl {
  private static final int MAX_FRAMES = 10;

  private final TestOptions options;
  private final NodeFactory factory;
  private final Scheduler scheduler;
  private final SplittableRandom random;
  private final Map<NodeId, SimulatedNode> nodes = new LinkedHashMap<>();
  private final Map<NodeId, SimulatedDisk> disks = new LinkedHashMap<>();
  private final Set<NodeId> killed = new LinkedHashSet<>();

  /** A cluster that is not started. */
  SimulatedCluster(
      TestOptions options, NodeFactory factory, Scheduler scheduler, SplittableRandom random) {
    this.options = options;
    this.factory = factory;
    this.scheduler = scheduler;
    this.random = random;
  }

  @Override
  public void start(Network network, Consumer<Problem> problems) {
    SimulatedNode.World world =
        new SimulatedNode.World(scheduler, network, factory, new Reporter(problems));
    for (NodeId id : options.drawnFor()) {
      SplittableRandom own = random.split();
      if (options.nodes().contains(id)) {
        if (options.durable()) {
          disks.put(id, new SimulatedDisk(scheduler, own.split()));
        }
        nodes.put(id, new SimulatedNode(id, world, own, disks.get(id)));
      }
    }
  }

  @Override
  public boolean decodesMessages() {
    return false;
  }

  @Override
  public NodeControl control() {
    return this;
  }

  @Override
  public void kill(NodeId node) {
    killed.add(node);
    node(node).crash();
  }

  @Override
  public void restart(NodeId node) {
    killed.remove(node);
    node(node).restart();
  }

  @Override
  public void pause(NodeId node) {
    if (!killed.contains(node)) {
      node(node).pause();
    }
  }

  @Override
  public void resume(NodeId node) {
    node(node).resume();
  }

  @Override
  public void setClockRate(NodeId node, double rate) {
    node(node).setClockRate(rate);
  }

  @Override
  public SimulatedDisk disk(NodeId node) {
    SimulatedDisk disk = disks.get(node);
    if (disk == null) {
      throw new UnsupportedOperationException("nodes of this run have no disks");
    }
    return disk;
  }

  private SimulatedNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), id::name);
  }

  /** Reports failures that would end a process, and messages that nobody can receive. */
  private record Reporter(Consumer<Problem> problems) implements SimulatedNode.Listener {
    @Override
    public void onFailure(NodeId node, Throwable failure) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      problems.accept(
          Problem.of(
              node,
              Problem.Kind.DIED,
              "%s ended with an error that it did not handle: %s".formatted(node, failure),
              "trace",
              Problem.lines(ownFrames(trace.toString()))));
    }

    /** The stack frames above those of the runtime. */
    private static List<String> ownFrames(String trace) {
      return trace
          .lines()
          .takeWhile(line -> !line.contains(NodeHost.class.getName()))
          .limit(MAX_FRAMES)
          .toList();
    }

    @Override
    public void onUndeliverable(Message message) {
      problems.accept(
          Problem.of(
              message.src(),
              Problem.Kind.INVARIANT,
              "%s sent a message to %s, which does not exist"
                  .formatted(message.src(), message.dest()),
              "body",
              MessageCodec.toJson(message.body())));
    }
  }
}
