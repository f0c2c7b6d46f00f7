package dev.tattle.bench.workload;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The neighbours that each node gets in broadcast. Source: Maelstrom's {@code
 * workload/broadcast.clj}.
 */
public enum Topology {
  /** A square, row by row; the last row may be short or missing. */
  GRID,
  /** Each node with the next. */
  LINE,
  /** Every node with every other. */
  TOTAL,
  /** A tree with two children a node. */
  TREE,
  /** A tree with two children a node. */
  TREE2,
  /** A tree with three children a node. */
  TREE3,
  /** A tree with four children a node. */
  TREE4;

  /** The neighbours of every node. Empty without nodes, and for a line of one node. */
  public Map<NodeId, List<NodeId>> neighbours(List<NodeId> nodes) {
    if (this == LINE && nodes.size() < 2) {
      return Map.of();
    }
    Map<NodeId, List<NodeId>> neighbours = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      neighbours.put(nodes.get(i), neighboursOf(i, nodes.size()).mapToObj(nodes::get).toList());
    }
    return neighbours;
  }

  private IntStream neighboursOf(int i, int count) {
    return switch (this) {
      case GRID -> grid(i, count);
      case LINE -> IntStream.of(i - 1, i + 1).filter(other -> other >= 0 && other < count);
      case TOTAL -> IntStream.range(0, count).filter(other -> other != i);
      case TREE, TREE2 -> tree(i, count, 2);
      case TREE3 -> tree(i, count, 3);
      case TREE4 -> tree(i, count, 4);
    };
  }

  private static IntStream grid(int i, int count) {
    int side = (int) Math.ceil(Math.sqrt(count));
    List<Integer> around = new ArrayList<>(List.of(i + side, i - side));
    if (i % side < side - 1) {
      around.add(i + 1);
    }
    if (i % side > 0) {
      around.add(i - 1);
    }
    return around.stream().mapToInt(Integer::intValue).filter(j -> j >= 0 && j < count);
  }

  /**
   * The tree's tiers are filled from the root on, each from the left, so that arithmetic finds
   * parent and children.
   */
  private static IntStream tree(int i, int count, int branches) {
    IntStream parent = i == 0 ? IntStream.empty() : IntStream.of((i - 1) / branches);
    IntStream children = IntStream.rangeClosed(branches * i + 1, branches * i + branches);
    return IntStream.concat(parent, children.filter(child -> child < count));
  }
}
