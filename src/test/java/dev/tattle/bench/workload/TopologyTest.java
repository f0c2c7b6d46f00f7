package dev.tattle.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopologyTest {
  private static List<NodeId> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("n" + i)).toList();
  }

  /** The neighbours of n0, n1 … as one line each. */
  private static Map<NodeId, List<NodeId>> map(String... neighbours) {
    Map<NodeId, List<NodeId>> map = new LinkedHashMap<>();
    for (int i = 0; i < neighbours.length; i++) {
      List<NodeId> ids =
          Arrays.stream(neighbours[i].split(" "))
              .filter(name -> !name.isEmpty())
              .map(NodeId::new)
              .toList();
      map.put(new NodeId("n" + i), ids);
    }
    return map;
  }

  /** As a real Maelstrom client sent it. */
  @Test
  void gridOfFive() {
    assertThat(Topology.GRID.neighbours(nodes(5)))
        .isEqualTo(map("n3 n1", "n4 n2 n0", "n1", "n0 n4", "n1 n3"));
  }

  @Test
  void gridOfNineIsFull() {
    assertThat(Topology.GRID.neighbours(nodes(9)))
        .isEqualTo(
            map(
                "n3 n1",
                "n4 n2 n0",
                "n5 n1",
                "n6 n0 n4",
                "n7 n1 n5 n3",
                "n8 n2 n4",
                "n3 n7",
                "n4 n8 n6",
                "n5 n7"));
  }

  @Test
  void lineOfFour() {
    assertThat(Topology.LINE.neighbours(nodes(4))).isEqualTo(map("n1", "n0 n2", "n1 n3", "n2"));
  }

  @Test
  void lineOfTwoAndOfOne() {
    assertThat(Topology.LINE.neighbours(nodes(2))).isEqualTo(map("n1", "n0"));
    assertThat(Topology.LINE.neighbours(nodes(1))).isEmpty();
  }

  @Test
  void totalOfThree() {
    assertThat(Topology.TOTAL.neighbours(nodes(3))).isEqualTo(map("n1 n2", "n0 n2", "n0 n1"));
  }

  @Test
  void treeOfSix() {
    Map<NodeId, List<NodeId>> expected = map("n1 n2", "n0 n3 n4", "n0 n5", "n1", "n1", "n2");
    assertThat(Topology.TREE.neighbours(nodes(6))).isEqualTo(expected);
    assertThat(Topology.TREE2.neighbours(nodes(6))).isEqualTo(expected);
  }

  @Test
  void treeWithThreeBranchesOfSix() {
    assertThat(Topology.TREE3.neighbours(nodes(6)))
        .isEqualTo(map("n1 n2 n3", "n0 n4 n5", "n0", "n0", "n1", "n1"));
  }

  @Test
  void treeWithFourBranchesOfSeven() {
    assertThat(Topology.TREE4.neighbours(nodes(7)))
        .isEqualTo(map("n1 n2 n3 n4", "n0 n5 n6", "n0", "n0", "n0", "n1", "n1"));
  }

  @Test
  void oneNodeHasNoNeighbours() {
    assertThat(Topology.GRID.neighbours(nodes(1))).isEqualTo(map(""));
    assertThat(Topology.TREE.neighbours(nodes(1))).isEqualTo(map(""));
    assertThat(Topology.TOTAL.neighbours(nodes(1))).isEqualTo(map(""));
  }
}
