package dev.tattle.bench.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a torture is to be.
 *
 * @param launcher what starts a node: {@code launcher serve …}
 * @param nodes how many
 * @param timeLimit how long there are clients and faults
 * @param seed chooses the faults, and what clients do; when they do it, nobody can
 * @param rate requests a second, of all clients together
 * @param fsync what {@code serve --fsync} is told
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
