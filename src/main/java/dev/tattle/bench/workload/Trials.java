package dev.tattle.bench.workload;

import java.util.List;

/**
 * How a workload is run when all workloads are: command lines without {@code -w} and the program.
 *
 * @param quick options of {@code test}, for a few seconds each
 * @param full options of {@code test}
 * @param simulatedNodes how many nodes there are in simulated runs; of large clusters there are
 *     fewer runs
 */
public record Trials(List<String> quick, List<String> full, List<Integer> simulatedNodes) {
  /** A few nodes under partitions. */
  public static final Trials DEFAULT =
      new Trials(
          List.of(
              "--node-count 3 --time-limit 5 --rate 50 --nemesis partition --nemesis-interval 2"),
          List.of("--node-count 5 --time-limit 20 --rate 20 --nemesis partition"),
          List.of(3, 5));
}
