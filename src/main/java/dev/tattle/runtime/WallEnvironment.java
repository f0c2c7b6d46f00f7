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

/** The real world of one life of a node. */
public final class WallEnvironment implements Environment {
  private final NodeId self;
  private final List<NodeId> nodes;
  private final WallClock clock;
  private final RandomGenerator random = new SplittableRandom(seed());

  /** A world whose clock begins now. */
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

  /** 64 bits from the system's entropy: no other life on any node has the same but by accident. */
  private static long seed() {
    // The device costs microseconds; SecureRandom draws from it too, and costs 15 ms of start-up.
    try (DataInputStream device = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      return device.readLong();
    } catch (IOException noSuchDevice) {
      return new SecureRandom().nextLong();
    }
  }
}
