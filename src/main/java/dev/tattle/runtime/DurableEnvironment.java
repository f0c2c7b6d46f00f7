package dev.tattle.runtime;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.disk.RecordFolder;
import java.util.List;
import java.util.random.RandomGenerator;

/** A world with a disk in it. A class of its own, so that other nodes do not load the disk's. */
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
