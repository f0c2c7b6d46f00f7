package dev.tattle.bench;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Befalls some nodes, chosen anew for each start. */
final class NodeFault implements Fault {
  /**
   * What is done to each node; both return what to say of it in the history.
   *
   * @param start begins it
   * @param stop ends it
   */
  record Deed(BiFunction<NodeId, RandomGenerator, Json> start, Function<NodeId, Json> stop) {}

  private final List<NodeId> nodes;
  private final List<NodeId> present;
  private final Deed deed;
  private final List<NodeId> struck = new ArrayList<>();

  /**
   * A fault of nodes.
   *
   * @param nodes to choose from
   * @param present those of them that are there to be befallen
   */
  NodeFault(List<NodeId> nodes, List<NodeId> present, Deed deed) {
    this.nodes = nodes;
    this.present = present;
    this.deed = deed;
  }

  @Override
  public Act start(RandomGenerator random) {
    Targets targets = Targets.any(random);
    struck.addAll(targets.of(nodes, random));
    struck.retainAll(present);
    return new Act(Json.of(targets.jsonName()), toEach(node -> deed.start.apply(node, random)));
  }

  @Override
  public Act stop() {
    Json done = toEach(deed.stop);
    struck.clear();
    return new Act(Json.NULL, done);
  }

  private Json toEach(Function<NodeId, Json> act) {
    Map<String, Json> done = new LinkedHashMap<>();
    struck.forEach(node -> done.put(node.name(), act.apply(node)));
    return new Json.Obj(done);
  }
}
