package dev.tattle.bench.nemesis;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.services.Services;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.SimulatedDisk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes the faults of a run. */
public final class Faults {
  private static final PartitionKind[] PARTITIONS = PartitionKind.values();
  // A bound, so that messages sent before the faults ended arrive early in the quiet time after it.
  private static final long MOST_EXTRA_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long SLOWEST_SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Network network;
  private final NodeControl control;
  private final Nodes nodes;
  private final List<NodeId> killable;

  /**
   * The nodes that faults choose from.
   *
   * @param drawnFor the nodes for which choices are drawn, in the run or not
   * @param present those in the run
   */
  public record Nodes(List<NodeId> drawnFor, List<NodeId> present) {}

  /** Slow links from one node to some servers. */
  private record SlowLinks(List<NodeId> dests, long mostNanos, RandomGenerator random) {
    Json json() {
      return Json.object(
          "to", Json.array(dests.stream().map(Json::of).toList()),
          "ms", Json.of(TimeUnit.NANOSECONDS.toMillis(mostNanos)));
    }
  }

  /**
   * Makes a maker of faults.
   *
   * @param random chooses which nodes can be killed. In most runs some nodes never are; their
   *     values must be there at the end
   */
  public Faults(Network network, NodeControl control, Nodes nodes, RandomGenerator random) {
    this.network = network;
    this.control = control;
    this.nodes = nodes;
    killable = Targets.any(random).of(nodes.drawnFor, random);
  }

  /** Makes a fault of this kind that is not started. */
  Fault ofKind(FaultKind kind) {
    return switch (kind) {
      case PARTITION -> cut(kind, this::partition);
      case ONE_WAY -> cut(kind, this::oneWay);
      case LINKS -> cut(kind, this::anyLinks);
      case LOSS -> new ChanceFault(message -> true, network::loseIf);
      case DUPLICATE -> new ChanceFault(this::isBetweenNodes, network::doubleIf);
      case SLOW -> new NodeFault(nodes.drawnFor, nodes.present, slow());
      case KILL -> new NodeFault(killable, nodes.present, kill()).tellingOf(nodes.present);
      case PAUSE -> new NodeFault(nodes.drawnFor, nodes.present, pause()).tellingOf(nodes.present);
      case SKEW -> new NodeFault(nodes.drawnFor, nodes.present, skew());
      case SLOW_DISK -> new NodeFault(nodes.drawnFor, nodes.present, slowDisk());
      case FULL_DISK ->
          new NodeFault(nodes.drawnFor, nodes.present, fullDisk()).tellingOf(nodes.present);
    };
  }

  /**
   * Services are excluded: they would carry out a doubled request twice, and no client could tell.
   */
  private boolean isBetweenNodes(Message message) {
    return nodes.present.contains(message.src()) && nodes.present.contains(message.dest());
  }

  private Fault cut(FaultKind kind, Function<RandomGenerator, CutFault.Cut> chooser) {
    return new CutFault(network, kind.optionName(), chooser);
  }

  private CutFault.Cut partition(RandomGenerator random) {
    PartitionKind kind = PARTITIONS[random.nextInt(PARTITIONS.length)];
    return cut(kind.jsonName(), kind.grudge(nodes.drawnFor, random));
  }

  private CutFault.Cut oneWay(RandomGenerator random) {
    PartitionKind kind = PARTITIONS[random.nextInt(PARTITIONS.length)];
    return cut(kind.jsonName(), PartitionKind.oneWay(kind.grudge(nodes.drawnFor, random), random));
  }

  private CutFault.Cut anyLinks(RandomGenerator random) {
    return cut("any", PartitionKind.anyLinks(nodes.drawnFor, random));
  }

  private CutFault.Cut cut(String name, Map<NodeId, Set<NodeId>> grudge) {
    return new CutFault.Cut(name, amongPresent(grudge));
  }

  private Map<NodeId, Set<NodeId>> amongPresent(Map<NodeId, Set<NodeId>> grudge) {
    Map<NodeId, Set<NodeId>> among = new LinkedHashMap<>(grudge);
    among.keySet().retainAll(nodes.present);
    among.replaceAll(
        (receiver, senders) -> {
          Set<NodeId> present = new LinkedHashSet<>(senders);
          present.retainAll(nodes.present);
          return present;
        });
    return among;
  }

  private NodeFault.Action slow() {
    List<NodeId> servers = new ArrayList<>(nodes.drawnFor);
    Services.NAMES.forEach(name -> servers.add(new NodeId(name)));
    Map<NodeId, SlowLinks> slow = new LinkedHashMap<>();
    network.delayBy(
        message -> {
          SlowLinks links = slow.get(message.src());
          return links == null || !links.dests.contains(message.dest())
              ? 0
              : links.random.nextLong(links.mostNanos);
        });
    return new NodeFault.Action(
        (node, random) -> {
          List<NodeId> dests = Targets.any(random).of(servers, random);
          SlowLinks links = new SlowLinks(dests, random.nextLong(1, MOST_EXTRA_NANOS), random);
          slow.put(node, links);
          return links.json();
        },
        node -> {
          slow.remove(node);
          return Json.of("fast");
        });
  }

  private NodeFault.Action kill() {
    return new NodeFault.Action(
        (node, random) -> {
          control.kill(node);
          return Json.of("killed");
        },
        node -> {
          control.restart(node);
          return Json.of("started");
        });
  }

  private NodeFault.Action pause() {
    return new NodeFault.Action(
        (node, random) -> {
          control.pause(node);
          return Json.of("paused");
        },
        node -> {
          control.resume(node);
          return Json.of("resumed");
        });
  }

  /** Draws a rate between half and twice the right one. */
  private NodeFault.Action skew() {
    return new NodeFault.Action(
        (node, random) -> {
          double rate = Math.pow(2, random.nextDouble(-1, 1));
          control.setClockRate(node, rate);
          return new Json.Num(Double.toString(rate));
        },
        node -> {
          control.setClockRate(node, 1);
          return Json.of("right");
        });
  }

  private NodeFault.Action slowDisk() {
    return new NodeFault.Action(
        (node, random) -> {
          long nanos = random.nextLong(SimulatedDisk.USUAL_SYNC_NANOS, SLOWEST_SYNC_NANOS);
          control.disk(node).setMeanSync(nanos);
          return Json.object("ms", Json.of(TimeUnit.NANOSECONDS.toMillis(nanos)));
        },
        node -> {
          control.disk(node).setMeanSync(SimulatedDisk.USUAL_SYNC_NANOS);
          return Json.of("fast");
        });
  }

  private NodeFault.Action fullDisk() {
    return new NodeFault.Action(
        (node, random) -> {
          control.disk(node).setFull(true);
          return Json.of("full");
        },
        node -> {
          control.disk(node).setFull(false);
          return Json.of("free");
        });
  }
}
