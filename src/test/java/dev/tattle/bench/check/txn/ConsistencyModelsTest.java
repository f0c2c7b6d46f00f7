package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyModelsTest {
  @Test
  void listMayHaveSpacesAroundCommas() {
    assertThat(ConsistencyModels.named("snapshot-isolation, strong-session-PL-2 ,serializable"))
        .containsExactly("serializable", "snapshot-isolation", "strong-session-PL-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serialisable", "serializable,", "serializable snapshot-isolation"})
  void nameThatIsNoModelsIsRefusedWithThoseThatAre(String list) {
    assertThatThrownBy(() -> ConsistencyModels.named(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("snapshot-isolation");
  }

  @Test
  void strongerModelsForbidWhatWeakerOnesDo() {
    for (String model : ConsistencyModels.names()) {
      Set<String> forbidden = ConsistencyModels.forbiddenBy(List.of(model));
      for (String stronger : ConsistencyModels.andStronger(List.of(model))) {
        assertThat(ConsistencyModels.forbiddenBy(List.of(stronger)))
            .as("%s above %s", stronger, model)
            .containsAll(forbidden);
      }
    }
  }

  /** Otherwise a verdict could contradict the models that the results rule out. */
  @Test
  void anomalyRulesOutAModelIfAndOnlyIfTheModelForbidsIt() {
    for (CycleKind kind : CycleKind.ALL) {
      for (String model : ConsistencyModels.names()) {
        assertThat(ConsistencyModels.ruledOutBy(List.of(kind.name())))
            .as("%s under %s", kind.name(), model)
            .satisfies(
                ruledOut ->
                    assertThat(ruledOut.contains(ConsistencyModels.canonical(model)))
                        .isEqualTo(
                            ConsistencyModels.forbiddenBy(List.of(model)).contains(kind.name())));
      }
    }
  }

  @Test
  void cyclesAreLookedForInTheOrderOfElle() {
    assertThat(CycleKind.ALL.stream().map(CycleKind::name))
        .containsSubsequence("G-single-item", "G0", "G-nonadjacent-item", "G1c", "G2-item")
        .containsSubsequence("G2-item", "G0-process", "G2-item-process", "G0-realtime");
  }
}
