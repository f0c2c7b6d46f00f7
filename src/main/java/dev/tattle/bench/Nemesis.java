package dev.tattle.bench;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Cuts the network and heals it, by turns. */
final class Nemesis {
  private static final PartitionKind[] KINDS = PartitionKind.values();

  private final RunContext context;
  private final RandomGenerator random;
  private final Pacer pacer;
  private boolean cuts = true;

  Nemesis(RunContext context, RandomGenerator random) {
    this.context = context;
    this.random = random;
    double meanNanos = context.options().nemesisInterval().toNanos();
    this.pacer = new Pacer(context.scheduler(), random, meanNanos, this::act);
  }

  void start() {
    pacer.start();
  }

  void stop() {
    pacer.stop();
  }

  void heal() {
    context.history().nemesis("stop-partition", Json.NULL);
    context.network().heal();
    context.history().nemesis("stop-partition", Json.of("network-healed"));
  }

  private boolean act() {
    if (cuts) {
      cut(KINDS[random.nextInt(KINDS.length)]);
    } else {
      heal();
    }
    cuts = !cuts;
    return true;
  }

  private void cut(PartitionKind kind) {
    context.history().nemesis("start-partition", Json.of(kind.jsonName()));
    Map<NodeId, Set<NodeId>> grudge = kind.grudge(context.options().nodes(), random);
    context.network().partition(grudge);
    Map<String, Json> shown = new LinkedHashMap<>();
    grudge.forEach(
        (receiver, senders) ->
            shown.put(receiver.name(), Json.array(senders.stream().map(Json::of).toList())));
    context
        .history()
        .nemesis("start-partition", Json.array(Json.of("isolated"), new Json.Obj(shown)));
  }
}
