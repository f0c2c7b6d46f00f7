package dev.tattle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
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

  /** Whom each node still hears, itself included. */
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

  @ParameterizedTest
  @MethodSource("countsOfGrownRings")
  void largerRingIsSymmetric(int count) {
    Map<NodeId, Set<NodeId>> heard = heard(PartitionKind.MAJORITIES_RING, count);
    heard.forEach((node, all) -> all.forEach(o -> assertThat(heard.get(o)).contains(node)));
  }
}
