package dev.tattle.bench.nemesis;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Affects some nodes. Each start chooses them anew. */
final class NodeFault implements Fault {
  /**
   * The start and stop at each node; both return their description for the history.
   *
   * @param start begins it
   * @param stop ends it
   */
  record Action(BiFunction<NodeId, RandomGenerator, Json> start, Function<NodeId, Json> stop) {}

  private static final Json SPARED = Json.of("spared");

  private final List<NodeId> nodes;
  private final List<NodeId> present;
  private final Action action;
  private final List<NodeId> affected = new ArrayList<>();
  private List<NodeId> told = List.of();

  /**
   * Makes a fault of nodes.
   *
   * @param nodes to choose from
   * @param present those of them that are in the run
   */
  NodeFault(List<NodeId> nodes, List<NodeId> present, Action action) {
    this.nodes = nodes;
    this.present = present;
    this.action = action;
  }

  /**
   * From now on, the description of each start names all these nodes in order, affected or spared.
   */
  NodeFault tellingOf(List<NodeId> all) {
    told = all;
    return this;
  }

  @Override
  public Act start(RandomGenerator random) {
    Targets targets = Targets.any(random);
    affected.addAll(targets.of(nodes, random));
    affected.retainAll(present);
    Map<String, Json> done = new LinkedHashMap<>();
    told.forEach(node -> done.put(node.name(), SPARED));
    return new Act(
        Json.of(targets.jsonName()), toEach(node -> action.start.apply(node, random), done));
  }

  @Override
  public Act stop() {
    Json done = toEach(action.stop, new LinkedHashMap<>());
    affected.clear();
    return new Act(Json.NULL, done);
  }

  private Json toEach(Function<NodeId, Json> act, Map<String, Json> done) {
    affected.forEach(node -> done.put(node.name(), act.apply(node)));
    return new Json.Obj(done);
  }
}
