package dev.tattle.bench.nemesis;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Cuts the network.
 *
 * @param cause a name that tells these cuts from others
 * @param chooser of the next cut
 */
record CutFault(Network network, String cause, Function<RandomGenerator, Cut> chooser)
    implements Fault {
  /**
   * One way to cut.
   *
   * @param grudge for each receiver, the senders whose messages it loses
   */
  record Cut(String name, Map<NodeId, Set<NodeId>> grudge) {}

  @Override
  public Act start(RandomGenerator random) {
    Cut cut = chooser.apply(random);
    network.cut(cause, cut.grudge);
    Map<String, Json> shown = new LinkedHashMap<>();
    cut.grudge.forEach(
        (receiver, senders) ->
            shown.put(receiver.name(), Json.array(senders.stream().map(Json::of).toList())));
    return new Act(Json.of(cut.name), Json.array(Json.of("isolated"), new Json.Obj(shown)));
  }

  @Override
  public Act stop() {
    network.heal(cause);
    return new Act(Json.NULL, Json.of("network-healed"));
  }
}
