package dev.tattle.raft;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The environment of a replica, which is a node with another name.
 *
 * @param kept the records of the group that it belongs to
 */
record ReplicaEnvironment(Environment node, NodeId self, Iterable<Json> kept)
    implements Environment {
  /** Only the replica itself, because the other members change. */
  @Override
  public List<NodeId> nodes() {
    return List.of(self);
  }

  @Override
  public long nowNanos() {
    return node.nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return node.random();
  }

  @Override
  public boolean isDurable() {
    return node.isDurable();
  }
}
