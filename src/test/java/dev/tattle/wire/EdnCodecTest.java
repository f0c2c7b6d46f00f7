package dev.tattle.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdnCodecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nil                                | null",
        "true                               | true",
        "-7                                 | -7",
        "123456789012345678901234567890N    | 123456789012345678901234567890",
        "1.5                                | 1.5",
        "\"a\\nb\"                          | \"a\\nb\"",
        ":net-timeout                       | \"net-timeout\"",
        "[1 [:r 2 nil] (3)]                 | [1,[\"r\",2,null],[3]]",
        "#{\"n2\" \"n0\" \"n1\"}            | [\"n0\",\"n1\",\"n2\"]",
        "{:b {\"n1\" 2}, :a 1}              | {\"a\":1,\"b\":{\"n1\":2}}",
        "{3 :x}                             | {\"3\":\"x\"}",
        "#jepsen.history.Op{:index 1}       | {\"index\":1}",
      })
  void saysTheSameAsJson(String edn, String json) throws WireException {
    assertThat(EdnCodec.parse(edn)).isEqualTo(JsonCodec.parse(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{:a", "[1", "{:a 1} {:b 2}", "#", "\"", "{:a}", "}"})
  void whatIsNoValueIsRefusedInOneLine(String text) {
    assertThatExceptionOfType(WireException.class)
        .isThrownBy(() -> EdnCodec.parse(text))
        .satisfies(e -> assertThat(e.problem()).startsWith("expected ").hasLineCount(1));
  }
}
