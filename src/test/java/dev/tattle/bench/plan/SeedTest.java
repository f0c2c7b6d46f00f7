package dev.tattle.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-7, -7",
    "0xff, 255",
    "0XFFFFFFFFFFFFFFFF, -1",
    "18446744073709551615, -1",
    "9223372036854775808, -9223372036854775808",
  })
  void decimalAndHexAreReadInAllSixtyFourBits(String text, long seed) {
    assertThat(Seed.parse(text)).isEqualTo(seed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0x", "1.5", "18446744073709551616", "0xfffffffffffffffff"})
  void anythingElseIsRefusedWithWhatWasExpected(String text) {
    assertThatThrownBy(() -> Seed.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a whole number from -2^63 to 2^64-1, or 0x and its hex digits, not '%s'",
            text);
  }

  @Test
  void whatToolsWouldRoundIsText() {
    assertThat(Seed.json(1L << 53)).isEqualTo(Json.of(1L << 53));
    assertThat(Seed.json((1L << 53) + 1)).isEqualTo(Json.of("9007199254740993"));
    assertThat(Seed.json(Long.MIN_VALUE)).isEqualTo(Json.of("-9223372036854775808"));
  }
}
