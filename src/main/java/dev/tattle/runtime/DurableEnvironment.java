package dev.tattle.runtime;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.disk.RecordFolder;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An environment with a disk. It is a class of its own so that nodes without a disk do not load the
 * classes for one.
 */
record DurableEnvironment(Environment world, RecordFolder folder) implements Environment {
  @Override
  public NodeId self() {
    return world.self();
  }

  @Override
  public List<NodeId> nodes() {
    return world.nodes();
  }

  @Override
  public long nowNanos() {
    return world.nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return world.random();
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public Iterable<Json> kept() {
    return folder.records();
  }
}
