package dev.tattle.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.core.RandomJson;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {
  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  void randomValuesComeBackAsTheyWent() throws WireException {
    RandomJson values = new RandomJson(42);
    for (int i = 0; i < 20_000; i++) {
      Json value = values.next();
      String text = JsonCodec.format(value);
      assertThat(JsonCodec.parse(text)).as(text).isEqualTo(value);
      assertThat(JsonCodec.format(JsonCodec.parse(text))).isEqualTo(text);
      assertThat(JsonCodec.parse(JsonCodec.formatPretty(value))).isEqualTo(value);
      assertThat(text.chars()).allMatch(c -> c >= ' ' && c < 128);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "0",
        "-0",
        "-0.0",
        "0.0",
        "1.50",
        "1e400",
        "1E+2",
        "-1e-400",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1e99999999999",
        "[]",
        "{}",
        "\"\"",
        "{\"\":{\"\":[\"\"]}}",
        "\"\\uD83D\\uDE00\"",
        "\"\\uD83D\"",
        "\"\\u0000\\u0001\"",
        "{\"b\":1,\"a\":2}"
      })
  void textComesBackDigitForDigit(String text) throws WireException {
    assertThat(JsonCodec.format(JsonCodec.parse(text))).isEqualTo(text);
  }

  @Test
  void theLastOfDuplicateKeysCounts() throws WireException {
    assertThat(JsonCodec.parse("{\"a\":1,\"b\":2,\"a\":3}"))
        .isEqualTo(Json.object("a", Json.of(3), "b", Json.of(2)));
  }

  @Test
  void hugeNumbersAndTextsAreKept() throws WireException {
    String digits = "7".repeat(100_000);
    assertThat(JsonCodec.parse(digits)).isEqualTo(new Json.Num(digits));
    assertThat(JsonCodec.parse("0." + digits)).isEqualTo(new Json.Num("0." + digits));
    String text = "x".repeat(10_000_000);
    assertThat(JsonCodec.parse('"' + text + '"')).isEqualTo(Json.of(text));
  }

  @Test
  void nestingIsBounded() throws WireException {
    String deepest = nested(JsonCodec.MAX_DEPTH + 1);
    assertThat(JsonCodec.format(JsonCodec.parse(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> JsonCodec.parse(nested(JsonCodec.MAX_DEPTH + 2)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("deeper than 1000 levels");
    assertThatThrownBy(() -> JsonCodec.parse("[".repeat(5_000_000)))
        .isInstanceOf(WireException.class);
  }

  @Test
  void theDeepestValueFitsTheStackOfTheRuntimesThreads() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    StringBuilder text = new StringBuilder("1.5");
    for (int i = 0; i < JsonCodec.MAX_DEPTH; i++) {
      text.insert(0, "{\"a\":").append('}');
    }
    Runnable work =
        () -> {
          try {
            Json one = JsonCodec.parse(text.toString());
            Json other = JsonCodec.parse(JsonCodec.format(one));
            assertThat(one.equals(other)).isTrue();
            assertThat(one.hashCode()).isEqualTo(other.hashCode());
          } catch (Throwable e) {
            failure.set(e);
          }
        };
    Thread thread = new Thread(null, work, "deep", 16 << 20);
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "[1,",
        "{\"a\"",
        "{\"a\":}",
        "1 2",
        "[] []",
        "NaN",
        "Infinity",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "'a'",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "[1,]",
        "{,}",
        "tru",
        "// comment",
        "\0",
        "[1\0]",
        "{1:2}"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonCodec.parse(text)).isInstanceOf(WireException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":1", "[1", "{\"a\":+1}", "//x", "{\"a\":.5}", "[1]]", "{\"a\":NaN}"})
  void whatIsWrongIsSaidWithoutTheInsideOfTheParser(String text) {
    assertThatThrownBy(() -> JsonCodec.parse(text))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("expected a JSON value, but ")
        .hasMessageNotContainingAny("REDACTED", "Feature", "enable");
  }
}
