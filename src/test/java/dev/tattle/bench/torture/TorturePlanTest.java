package dev.tattle.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TorturePlanTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final List<String> THREE = List.of("n1", "n2", "n3");

  private static List<TortureFault> plan(long seed, List<String> nodes) {
    return TorturePlan.draw(new SplittableRandom(seed), nodes, HOUR);
  }

  @Test
  void aSeedChoosesTheFaults() {
    assertThat(plan(1, THREE)).isEqualTo(plan(1, THREE)).isNotEqualTo(plan(2, THREE));
  }

  @Test
  void allKindsHappenInTimeAndInOrder() {
    List<TortureFault> faults = plan(1, THREE);
    assertThat(faults.stream().map(TortureFault::kind).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(TortureFault.Kind.values());
    assertThat(faults).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(faults).allMatch(fault -> fault.at().compareTo(HOUR) < 0);
    assertThat(faults.stream().map(fault -> fault.state().mode()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(LinkMode.values()));
  }

  @Test
  void aNodeAloneHasNoLinks() {
    assertThat(plan(1, List.of("n1"))).allMatch(fault -> !fault.kind().isAmongNodes());
  }
}
