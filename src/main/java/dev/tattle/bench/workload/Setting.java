package dev.tattle.bench.workload;

import dev.tattle.core.NodeId;
import java.util.List;

/**
 * What one run is to a workload.
 *
 * @param nodes of the cluster
 * @param topology that broadcast tells them
 * @param largeValues makes some values large, where the workload has such
 * @param keys how keys are drawn, where the workload draws some
 */
public record Setting(
    List<NodeId> nodes, Topology topology, LargeValues largeValues, KeyOptions keys) {
  /** A run with small values only. */
  public static Setting of(List<NodeId> nodes, Topology topology) {
    return new Setting(nodes, topology, new LargeValues(0), KeyOptions.DEFAULT);
  }
}
