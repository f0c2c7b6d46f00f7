package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LatencyBudgetTest {
  @ParameterizedTest
  @CsvSource({"fast,0", "frugal,1300", "0,0", "0ms,0", "240ms,240", "2s,2000", "10s,10000"})
  void aWordOrATimeIsABudget(String text, long millis) {
    assertThat(LatencyBudget.parse(text)).isEqualTo(new LatencyBudget(Duration.ofMillis(millis)));
  }

  @Test
  void theDefaultIsWhatSuitsTheKindOfData() {
    Duration usual = Duration.ofMillis(7);
    assertThat(LatencyBudget.parse("default").orElse(usual)).isEqualTo(usual);
    assertThat(LatencyBudget.FRUGAL.orElse(usual)).isEqualTo(Duration.ofMillis(1300));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "slow",
        "Fast",
        "240",
        "1",
        "-1s",
        "1.5s",
        "10001ms",
        "11s",
        "1m",
        "99999999s"
      })
  void anythingElseIsRefusedWithWhatIsExpected(String text) {
    assertThatThrownBy(() -> LatencyBudget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected fast, default, frugal, or a time from 0 to 10s like 240ms, but it is '%s'",
            text);
  }
}
