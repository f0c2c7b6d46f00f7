package dev.tattle.core;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An environment whose clock stands still until the test moves it, and whose random numbers are
 * always zero.
 */
public final class FakeEnvironment implements Environment {
  public long nowNanos = 1_000_000_000_000L;

  /** The records of earlier incarnations; null for a node without a disk. */
  public @Nullable List<Json> disk;

  private final NodeId self;
  private List<NodeId> nodes;
  private final RandomGenerator random;

  public FakeEnvironment(String self, String... nodes) {
    this(() -> 0L, self, nodes);
  }

  public FakeEnvironment(RandomGenerator random, String self, String... nodes) {
    this.self = new NodeId(self);
    this.nodes = Stream.of(nodes).map(NodeId::new).toList();
    this.random = random;
  }

  /** Changes the list of nodes. */
  public void nodesAre(List<NodeId> others) {
    nodes = List.copyOf(others);
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public List<NodeId> nodes() {
    return nodes;
  }

  @Override
  public long nowNanos() {
    return nowNanos;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public boolean isDurable() {
    return disk != null;
  }

  @Override
  public Iterable<Json> kept() {
    return disk == null ? List.of() : disk;
  }
}
