package dev.tattle.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvariantTest {
  private static Invariant of(String workload) {
    return Workloads.of(workload).invariant();
  }

  private static @Nullable String read(Invariant invariant, Json value) {
    return invariant.brokenBy(Invocation.READ, value);
  }

  @ParameterizedTest
  @CsvSource({"broadcast, broadcast", "g-set, add"})
  void readShowsOnlyWhatSomebodyHasAskedToAdd(String workload, String add) {
    Invariant invariant = of(workload);
    for (Json element : List.of(Json.of(3), Json.of(-1), Json.of(1L << 40), Json.of("x"))) {
      assertThat(read(invariant, Json.array(element))).contains("which nobody had asked to add");
      invariant.onInvoke(new Invocation(add, element));
      assertThat(read(invariant, Json.array(element))).isNull();
    }
    assertThat(read(invariant, Json.array(Json.of(3), Json.of("x"), Json.of(2)))).contains("2");
    assertThat(read(invariant, Json.array())).isNull();
  }

  @Test
  void sumLiesBetweenAllNegativeAddsAndAllPositiveOnes() {
    Invariant invariant = of("pn-counter");
    for (long delta : new long[] {3, -2}) {
      invariant.onInvoke(new Invocation("add", Json.of(delta)));
    }
    for (long sum = -4; sum <= 5; sum++) {
      boolean isPossible = sum >= -2 && sum <= 3;
      assertThat(read(invariant, Json.of(sum)) == null).as("%d", sum).isEqualTo(isPossible);
    }
    assertThat(read(invariant, new Json.Num("1" + "0".repeat(30)))).contains("from -2 to 3");
  }

  @Test
  void answeredAddIsNoSum() {
    Invariant invariant = of("g-counter");
    Invocation add = new Invocation("add", Json.of(0));
    invariant.onInvoke(add);
    assertThat(invariant.brokenBy(add, Json.of(4))).isNull();
    assertThat(read(invariant, Json.of(4)))
        .isEqualTo("showed 4, but all adds so far give from 0 to 0");
  }

  @Test
  void idIsMadeOnce() {
    Invariant invariant = of("unique-ids");
    Invocation generate = new Invocation("generate", Json.NULL);
    assertThat(invariant.brokenBy(generate, Json.of("a"))).isNull();
    assertThat(invariant.brokenBy(generate, Json.of("b"))).isNull();
    assertThat(invariant.brokenBy(generate, Json.of("a"))).contains("\"a\"");
  }
}
