package dev.tattle.bench;

import dev.tattle.bench.services.Services;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the faults of a run. */
final class Faults {
  private static final PartitionKind[] PARTITIONS = PartitionKind.values();
  // Bounded, so that what was sent before the faults ended arrives early in the quiet after it.
  private static final long MOST_EXTRA_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final RunContext context;
  private final Cluster cluster;
  private final Startup startup;

  /** From one node to some servers. */
  private record SlowLinks(List<NodeId> dests, long mostNanos) {
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
   */
  Faults(RunContext context, Cluster cluster, Startup startup) {
    this.context = context;
    this.cluster = cluster;
    this.startup = startup;
  }

  /**
   * A fault of this kind that is not started.
   *
   * @param random that all its draws come from
   */
  Fault ofKind(FaultKind kind, SplittableRandom random) {
    return switch (kind) {
      case PARTITION, ONE_WAY, LINKS -> cut(kind, random);
      case LOSS -> new ChanceFault(random, message -> true, context.network()::loseIf);
      case DUPLICATE -> new ChanceFault(random, this::isBetweenNodes, context.network()::doubleIf);
      case SLOW -> slow(random);
      case KILL -> kill(cluster.control(), random);
      case PAUSE -> new NodeFault(nodes(), random, pause(cluster.control()));
      case SKEW -> new NodeFault(nodes(), random, skew(cluster.control(), random));
    };
  }

  private List<NodeId> nodes() {
    return context.options().nodes();
  }

  /** A request to a service that came twice would be done twice, and no client could tell. */
  private boolean isBetweenNodes(Message message) {
    return nodes().contains(message.src()) && nodes().contains(message.dest());
  }

  /** In most runs some nodes never crash: what they have must be there at the end. */
  private List<NodeId> mortals(RandomGenerator random) {
    return Targets.any(random).of(nodes(), random);
  }

  private Fault cut(FaultKind kind, RandomGenerator random) {
    Supplier<CutFault.Cut> chooser =
        switch (kind) {
          case PARTITION -> () -> partition(random);
          case ONE_WAY -> () -> oneWay(random);
          default -> () -> new CutFault.Cut("any", PartitionKind.anyLinks(nodes(), random));
        };
    return new CutFault(context.network(), kind.optionName(), chooser);
  }

  private CutFault.Cut partition(RandomGenerator random) {
    PartitionKind kind = PARTITIONS[random.nextInt(PARTITIONS.length)];
    return new CutFault.Cut(kind.jsonName(), kind.grudge(nodes(), random));
  }

  private CutFault.Cut oneWay(RandomGenerator random) {
    CutFault.Cut cut = partition(random);
    return new CutFault.Cut(cut.name(), PartitionKind.oneWay(cut.grudge(), random));
  }

  private Fault slow(SplittableRandom random) {
    // How many messages there are must move nothing in the choice of the next fault.
    SplittableRandom ofMessages = random.split();
    List<NodeId> servers = new ArrayList<>(nodes());
    Services.NAMES.forEach(name -> servers.add(new NodeId(name)));
    Map<NodeId, SlowLinks> slow = new LinkedHashMap<>();
    context
        .network()
        .delayBy(
            message -> {
              SlowLinks links = slow.get(message.src());
              return links == null || !links.dests.contains(message.dest())
                  ? 0
                  : ofMessages.nextLong(links.mostNanos);
            });
    return new NodeFault(
        nodes(),
        random,
        new NodeFault.Deed(
            node -> {
              List<NodeId> dests = Targets.any(random).of(servers, random);
              SlowLinks links = new SlowLinks(dests, random.nextLong(1, MOST_EXTRA_NANOS));
              slow.put(node, links);
              return links.json();
            },
            node -> {
              slow.remove(node);
              return Json.of("fast");
            }));
  }

  private Fault kill(Cluster.Control control, RandomGenerator random) {
    NodeFault.Deed deed =
        new NodeFault.Deed(
            node -> {
              control.kill(node);
              startup.expectNothingOf(node);
              return Json.of("killed");
            },
            node -> {
              // Before the simulated node is up: so it overtakes what has waited there, too.
              startup.initialiseAgain(node);
              control.restart(node);
              return Json.of("started");
            });
    return new NodeFault(mortals(random), random, deed).tellingOf(nodes());
  }

  private NodeFault.Deed pause(Cluster.Control control) {
    return new NodeFault.Deed(
        node -> {
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
  private static NodeFault.Deed skew(Cluster.Control control, RandomGenerator random) {
    return new NodeFault.Deed(
        node -> {
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
