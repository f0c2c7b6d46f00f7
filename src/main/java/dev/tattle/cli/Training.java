package dev.tattle.cli;

import dev.tattle.bench.workload.Workloads;
import java.util.List;

/**
 * {@code train}: does a little of everything, so that a JVM that records which classes it loads
 * sees those that nodes and the bench need. {@code maelstrom/archive.sh} makes an archive of them,
 * from which both start faster; nobody else calls this.
 */
final class Training {
  private Training() {}

  /** Simulates the node of each kind among peers and services, then is a node on stdin. */
  static int run() {
    for (String workload : Workloads.names()) {
      List<String> simulated = Workloads.of(workload).trials().simulated();
      if (simulated.isEmpty()) {
        continue; // No node of ours serves it.
      }
      // Losses, so that calls time out. Nothing of it is left to chance, nor can it be invalid.
      String line =
          "sim --node auto --seed 1 --runs 3 --time-limit 5 --rate 100 --faults loss -w "
              + workload
              + " "
              + simulated.get(0);
      int status = BenchCommand.run(line.split(" "));
      if (status != 0) {
        return status;
      }
    }
    return NodeCommand.run(new String[] {"node"});
  }
}
