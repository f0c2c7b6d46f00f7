package dev.tattle.bench.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionKindTest {
  static IntStream counts() {
    return IntStream.rangeClosed(1, 25);
  }

  static IntStream countsOfRealRings() {
    return IntStream.rangeClosed(3, 25);
  }

  static IntStream countsOfGrownRings() {
    return IntStream.rangeClosed(6, 25);
  }

  private static List<NodeId> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("n" + i)).toList();
  }

  private static Map<NodeId, Set<NodeId>> grudge(PartitionKind kind, int count) {
    return kind.grudge(nodes(count), new SplittableRandom(count));
  }

  /** The nodes that each node still hears, with itself. */
  private static Map<NodeId, Set<NodeId>> heard(PartitionKind kind, int count) {
    Map<NodeId, Set<NodeId>> heard = new LinkedHashMap<>();
    grudge(kind, count)
        .forEach(
            (receiver, senders) -> {
              Set<NodeId> left = new LinkedHashSet<>(nodes(count));
              left.removeAll(senders);
              heard.put(receiver, left);
            });
    return heard;
  }

  private static void assertCutsInTwo(PartitionKind kind, int count, int small) {
    Map<NodeId, Set<NodeId>> heard = heard(kind, count);
    assertThat(heard).containsOnlyKeys(nodes(count));
    // Both sides hear exactly themselves.
    assertThat(heard).allSatisfy((node, side) -> assertThat(side).contains(node));
    heard.forEach((node, side) -> side.forEach(o -> assertThat(heard.get(o)).isEqualTo(side)));
    assertThat(heard.values().stream().filter(side -> side.size() == small).count())
        .isGreaterThanOrEqualTo(small);
    assertThat(heard.values())
        .allMatch(side -> side.size() == small || side.size() == count - small);
  }

  @ParameterizedTest
  @MethodSource("counts")
  void oneNodeIsAlone(int count) {
    assertCutsInTwo(PartitionKind.ONE, count, 1);
  }

  @ParameterizedTest
  @MethodSource("counts")
  void halfRoundedDownIsCutOff(int count) {
    assertCutsInTwo(PartitionKind.MAJORITY, count, count / 2);
  }

  @ParameterizedTest
  @MethodSource("counts")
  void fewerThanAThirdAreCutOff(int count) {
    int small = (count - 1) / 3;
    assertThat(3 * small).isLessThan(count);
    assertCutsInTwo(PartitionKind.MINORITY_THIRD, count, small);
  }

  @ParameterizedTest
  @MethodSource("counts")
  void everyNodeOfARingHearsItselfAndAMajority(int count) {
    Map<NodeId, Set<NodeId>> heard = heard(PartitionKind.MAJORITIES_RING, count);
    assertThat(heard).containsOnlyKeys(nodes(count));
    assertThat(heard)
        .allSatisfy(
            (node, majority) -> assertThat(majority).contains(node).hasSizeGreaterThan(count / 2));
  }

  @ParameterizedTest
  @MethodSource("countsOfRealRings")
  void ringIsNeitherCompleteNorTheSameForAll(int count) {
    Map<NodeId, Set<NodeId>> heard = heard(PartitionKind.MAJORITIES_RING, count);
    assertThat(heard.values()).anyMatch(majority -> majority.size() < count);
    assertThat(Set.copyOf(heard.values())).hasSizeGreaterThan(1);
  }

  private static boolean isCut(Map<NodeId, Set<NodeId>> grudge, NodeId receiver, NodeId sender) {
    return grudge.getOrDefault(receiver, Set.of()).contains(sender);
  }

  @ParameterizedTest
  @EnumSource
  void oneWayCutsOneWayOfEachPairThatIsCut(PartitionKind kind) {
    Map<NodeId, Set<NodeId>> grudge = grudge(kind, 7);
    Set<Map<NodeId, Set<NodeId>>> different = new LinkedHashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      Map<NodeId, Set<NodeId>> oneWay = PartitionKind.oneWay(grudge, new SplittableRandom(seed));
      different.add(oneWay);
      for (NodeId a : nodes(7)) {
        for (NodeId b : nodes(7)) {
          boolean isCutOneWay = isCut(oneWay, a, b) != isCut(oneWay, b, a);
          assertThat(isCutOneWay).isEqualTo(isCut(grudge, a, b));
        }
      }
    }
    assertThat(different).hasSize(2);
  }

  @Test
  void anyLinksMayBeCutEachWayByItself() {
    SplittableRandom random = new SplittableRandom(1);
    Set<List<Boolean>> seen = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      Map<NodeId, Set<NodeId>> grudge = PartitionKind.anyLinks(nodes(3), random);
      List<Boolean> cuts = new ArrayList<>();
      for (NodeId receiver : nodes(3)) {
        assertThat(isCut(grudge, receiver, receiver)).isFalse();
        nodes(3).forEach(sender -> cuts.add(isCut(grudge, receiver, sender)));
      }
      seen.add(cuts);
    }
    // Of the 64 graphs.
    assertThat(seen).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("countsOfGrownRings")
  void largerRingIsSymmetric(int count) {
    Map<NodeId, Set<NodeId>> heard = heard(PartitionKind.MAJORITIES_RING, count);
    heard.forEach((node, all) -> all.forEach(o -> assertThat(heard.get(o)).contains(node)));
  }
}
