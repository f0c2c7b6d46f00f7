package dev.tattle.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvailabilityCheckerTest {
  @ParameterizedTest
  @CsvSource({
    "9, 10, 0, true, 0.9",
    "9, 10, 0.9, true, 0.9",
    "9, 10, 0.91, false, 0.9",
    "9, 10, total, false, 0.9",
    "10, 10, total, true, 1.0",
    "10, 10, 1, true, 1.0",
    "0, 10, 0, true, 0.0",
    "2, 3, 0.5, true, 0.6666667",
    "2, 3, 2/3, true, 0.6666667",
    "2, 3, 3/4, false, 0.6666667",
    "0, 0, total, true, 1.0"
  })
  void comparesTheFractionOfOkOperations(
      int ok, int invoked, String required, boolean valid, String fraction) {
    List<String> entries = new ArrayList<>(List.of("-1 info start-partition null"));
    for (int i = 0; i < invoked; i++) {
      entries.add("0 invoke read null");
      entries.add("0 " + (i < ok ? "ok" : "fail") + " read null");
    }
    List<Operation> history = Histories.of(entries.toArray(String[]::new));

    Json.Obj found = AvailabilityChecker.parse(required).check(history).json();
    assertThat(found.fields())
        .contains(Map.entry("valid?", Json.of(valid)))
        .containsEntry("ok-fraction", new Json.Num(fraction));
    assertThat(AvailabilityChecker.stored(Map.of("availability", found)))
        .as("what was required can be read from results")
        .isEqualTo(AvailabilityChecker.parse(required));
  }

  @Test
  void countsAnOpenInvocationAsNotOk() {
    assertThat(AvailabilityChecker.TOTAL.check(Histories.of("0 invoke read null")).json().fields())
        .containsEntry("valid?", Json.of(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "all", "1.1", "-0.1", "NaN", "3/2", "1/0", "1/", "1/2/3"})
  void refusesWhatIsNoFraction(String text) {
    assertThatThrownBy(() -> AvailabilityChecker.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected \"total\" or a fraction from 0 to 1, but it is ");
  }
}
