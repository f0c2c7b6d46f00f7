package dev.tattle.bench;

import dev.tattle.bench.services.Services;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
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
final class Faults {
  private static final PartitionKind[] PARTITIONS = PartitionKind.values();
  // Bounded, so that what was sent before the faults ended arrives early in the quiet after it.
  private static final long MOST_EXTRA_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final RunContext context;
  private final Cluster cluster;
  private final Startup startup;
  private final List<NodeId> mortals;

  /** From one node to some servers. */
  private record SlowLinks(List<NodeId> dests, long mostNanos, RandomGenerator random) {
    Json json() {
      return Json.object(
          "to", Json.array(dests.stream().map(Json::of).toList()),
          "ms", Json.of(TimeUnit.NANOSECONDS.toMillis(mostNanos)));
    }
  }

  /**
   * A maker of faults.
   *
   * @param startup initialises nodes that come back
   * @param random chooses who can be killed: in most runs some nodes never are, and what they have
   *     must be there at the end
   */
  Faults(RunContext context, Cluster cluster, Startup startup, RandomGenerator random) {
    this.context = context;
    this.cluster = cluster;
    this.startup = startup;
    mortals = Targets.any(random).of(drawnFor(), random);
  }

  /** A fault of this kind that is not started. */
  Fault ofKind(FaultKind kind) {
    return switch (kind) {
      case PARTITION -> cut(kind, this::partition);
      case ONE_WAY -> cut(kind, this::oneWay);
      case LINKS -> cut(kind, this::anyLinks);
      case LOSS -> new ChanceFault(message -> true, context.network()::loseIf);
      case DUPLICATE -> new ChanceFault(this::isBetweenNodes, context.network()::doubleIf);
      case SLOW -> new NodeFault(drawnFor(), nodes(), slow());
      case KILL -> new NodeFault(mortals, nodes(), kill(cluster.control())).tellingOf(nodes());
      case PAUSE -> new NodeFault(drawnFor(), nodes(), pause(cluster.control()));
      case SKEW -> new NodeFault(drawnFor(), nodes(), skew(cluster.control()));
    };
  }

  /** The nodes to choose from, whether or not they are in the run. */
  private List<NodeId> drawnFor() {
    return context.options().drawnFor();
  }

  private List<NodeId> nodes() {
    return context.options().nodes();
  }

  /** A request to a service that came twice would be done twice, and no client could tell. */
  private boolean isBetweenNodes(Message message) {
    return nodes().contains(message.src()) && nodes().contains(message.dest());
  }

  private Fault cut(FaultKind kind, Function<RandomGenerator, CutFault.Cut> chooser) {
    return new CutFault(context.network(), kind.optionName(), chooser);
  }

  private CutFault.Cut partition(RandomGenerator random) {
    PartitionKind kind = PARTITIONS[random.nextInt(PARTITIONS.length)];
    return cut(kind.jsonName(), kind.grudge(drawnFor(), random));
  }

  private CutFault.Cut oneWay(RandomGenerator random) {
    PartitionKind kind = PARTITIONS[random.nextInt(PARTITIONS.length)];
    return cut(kind.jsonName(), PartitionKind.oneWay(kind.grudge(drawnFor(), random), random));
  }

  private CutFault.Cut anyLinks(RandomGenerator random) {
    return cut("any", PartitionKind.anyLinks(drawnFor(), random));
  }

  private CutFault.Cut cut(String name, Map<NodeId, Set<NodeId>> grudge) {
    return new CutFault.Cut(name, amongPresent(grudge));
  }

  private Map<NodeId, Set<NodeId>> amongPresent(Map<NodeId, Set<NodeId>> grudge) {
    Map<NodeId, Set<NodeId>> among = new LinkedHashMap<>(grudge);
    among.keySet().retainAll(nodes());
    among.replaceAll(
        (receiver, senders) -> {
          Set<NodeId> present = new LinkedHashSet<>(senders);
          present.retainAll(nodes());
          return present;
        });
    return among;
  }

  private NodeFault.Deed slow() {
    List<NodeId> servers = new ArrayList<>(drawnFor());
    Services.NAMES.forEach(name -> servers.add(new NodeId(name)));
    Map<NodeId, SlowLinks> slow = new LinkedHashMap<>();
    context
        .network()
        .delayBy(
            message -> {
              SlowLinks links = slow.get(message.src());
              return links == null || !links.dests.contains(message.dest())
                  ? 0
                  : links.random.nextLong(links.mostNanos);
            });
    return new NodeFault.Deed(
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

  private NodeFault.Deed kill(Cluster.Control control) {
    return new NodeFault.Deed(
        (node, random) -> {
          control.kill(node);
          startup.expectNothingOf(node);
          context.dissemination().onKill(node);
          return Json.of("killed");
        },
        node -> {
          // Before the simulated node is up: so it overtakes what has waited there, too.
          startup.initialiseAgain(node);
          control.restart(node);
          return Json.of("started");
        });
  }

  private NodeFault.Deed pause(Cluster.Control control) {
    return new NodeFault.Deed(
        (node, random) -> {
          // It has only so long to answer its init.
          if (!startup.isComingBack(node)) {
            control.pause(node);
          }
          return Json.of("paused");
        },
        node -> {
          control.resume(node);
          return Json.of("resumed");
        });
  }

  /** From half the right rate to twice of it. */
  private static NodeFault.Deed skew(Cluster.Control control) {
    return new NodeFault.Deed(
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
}
