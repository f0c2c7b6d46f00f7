package dev.tattle.bench.workload;

import dev.tattle.core.NodeId;
import java.util.List;

/**
 * The parameters of one run that a workload needs.
 *
 * @param nodes of the cluster
 * @param topology that broadcast tells the nodes
 * @param largeValues makes some values large, if the workload supports that
 * @param keys how keys are drawn, if the workload draws any
 */
public record Setting(
    List<NodeId> nodes, Topology topology, LargeValues largeValues, KeyOptions keys) {
  /** A setting with small values only and the default keys. */
  public static Setting of(List<NodeId> nodes, Topology topology) {
    return new Setting(nodes, topology, new LargeValues(0), KeyOptions.DEFAULT);
  }
}
