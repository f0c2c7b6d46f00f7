package dev.tattle.runtime;

import dev.tattle.core.Environment;
import dev.tattle.core.NodeId;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The environment of one incarnation of a node: the real clock and real randomness. */
public final class WallEnvironment implements Environment {
  private final NodeId self;
  private final List<NodeId> nodes;
  private final WallClock clock;
  private final RandomGenerator random = new SplittableRandom(seed());

  /** Creates an environment whose clock starts now. */
  public WallEnvironment(NodeId self, List<NodeId> nodes) {
    this(self, nodes, new WallClock());
  }

  WallEnvironment(NodeId self, List<NodeId> nodes, WallClock clock) {
    this.self = self;
    this.nodes = nodes;
    this.clock = clock;
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
    return clock.nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /**
   * Draws 64 bits from the system's entropy, so that practically no two incarnations share a seed.
   */
  private static long seed() {
    // The device takes microseconds. SecureRandom draws from it too, but adds 15 ms to the start.
    try (DataInputStream device = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      return device.readLong();
    } catch (IOException noSuchDevice) {
      return new SecureRandom().nextLong();
    }
  }
}
