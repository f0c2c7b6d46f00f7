package dev.tattle.bench.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The options of a torture run.
 *
 * @param launcher that starts a node: {@code launcher serve …}
 * @param nodes the number of nodes
 * @param timeLimit for clients and faults
 * @param seed decides the faults and what clients do; it cannot decide the exact times
 * @param rate requests a second, of all clients together
 * @param fsync the value for {@code serve --fsync}
 */
public record TortureOptions(
    Path launcher, int nodes, Duration timeLimit, long seed, double rate, String fsync) {
  public TortureOptions {
    if (nodes < 1 || rate <= 0 || timeLimit.isNegative()) {
      throw new IllegalArgumentException("no torture");
    }
  }

  /** The names of the nodes: n1, n2, … */
  List<String> names() {
    return IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
  }
}
