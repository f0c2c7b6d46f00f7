package dev.tattle.bench.workload;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Options for a workload's part in a run of all workloads: command lines without {@code -w} and
 * without the program.
 *
 * @param quick options of {@code test}, for a few seconds each
 * @param full options of {@code test}
 * @param simulated options of {@code sim} that end with the number of nodes; large clusters get
 *     fewer runs
 */
public record Trials(List<String> quick, List<String> full, List<String> simulated) {
  /** Runs of a few nodes under partitions. */
  public static final Trials DEFAULT =
      new Trials(
          List.of(
              "--node-count 3 --time-limit 5 --rate 50 --nemesis partition --nemesis-interval 2"),
          List.of("--node-count 5 --time-limit 20 --rate 20 --nemesis partition"),
          ofNodes(3, 5));

  /** Simulated runs of this many nodes, without further options. */
  static List<String> ofNodes(int... counts) {
    return IntStream.of(counts).mapToObj(count -> "--node-count " + count).toList();
  }
}
