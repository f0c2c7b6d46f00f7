package dev.tattle.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static Json num(String literal) {
    return new Json.Num(literal);
  }

  private static void assertSame(Json one, Json other) {
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(other).isEqualTo(one);
  }

  @Test
  void decimalsAreEqualByNumber() {
    assertSame(num("1.50"), num("1.5"));
    assertSame(num("15e-1"), num("1.5"));
    assertSame(num("0.015E+2"), num("1.5"));
    assertSame(num("-0.0"), num("0.0"));
    assertSame(num("0e5"), num("0.0"));
    assertSame(num("1e400"), num("10.0e399"));
    assertSame(num("-1.0"), num("-1.00"));
  }

  @Test
  void decimalsThatDifferDiffer() {
    assertThat(num("1.5")).isNotEqualTo(num("-1.5"));
    assertThat(num("1e400")).isNotEqualTo(num("1e401"));
    assertThat(num("1e-400")).isNotEqualTo(num("0.0"));
    assertThat(num("1.05")).isNotEqualTo(num("1.5"));
  }

  @Test
  void anyExponentCanBeCompared() {
    assertSame(num("1e99999999999"), num("10.0e99999999998"));
    assertThat(num("1e99999999999")).isNotEqualTo(num("1e99999999998"));
    assertSame(num("1e-99999999999"), num("0.1e-99999999998"));
    String manyDigits = "9".repeat(5_000_000);
    assertThat(num("1e" + manyDigits)).isNotEqualTo(num("1.0e" + manyDigits));
  }

  @Test
  void comparingLongDecimalsTakesLinearTime() {
    String digits = "3".repeat(5_000_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertSame(num("0." + digits), num("0." + digits + "0")));
  }

  @Test
  void anIntegerNeverEqualsADecimal() {
    assertThat(Json.of(1)).isNotEqualTo(num("1.0"));
    assertThat(num("100000000000000000000")).isNotEqualTo(num("1e20"));
  }

  @Test
  void objectsAreEqualRegardlessOfOrder() {
    assertSame(
        Json.object("a", Json.of(1), "b", Json.NULL), Json.object("b", Json.NULL, "a", Json.of(1)));
    assertThat(Json.object("a", Json.NULL)).isNotEqualTo(Json.object());
  }

  @Test
  void arraysAreEqualInOrderOnly() {
    assertThat(Json.array(Json.of(1), Json.of(2))).isNotEqualTo(Json.array(Json.of(2), Json.of(1)));
  }

  @Test
  void kindsNeverMix() {
    List<Json> values =
        List.of(
            Json.NULL,
            Json.of(false),
            Json.of(0),
            num("-0"),
            num("0.0"),
            Json.of(""),
            Json.of("0"),
            Json.of("null"),
            Json.array(),
            Json.object());
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < values.size(); j++) {
        assertThat(values.get(i).equals(values.get(j))).isEqualTo(i == j);
      }
    }
  }

  @Test
  void bigIntegersTakeTheSmallFormWhereTheyFit() {
    assertThat(Json.of(BigInteger.valueOf(Long.MIN_VALUE))).isEqualTo(Json.of(Long.MIN_VALUE));
    assertThat(Json.of(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE)))
        .isEqualTo(num("9223372036854775808"));
  }

  @Test
  void valuesTellTheirKind() {
    assertThat(num("1e2").kind()).isEqualTo("a decimal");
    assertThat(num("99999999999999999999").kind()).isEqualTo("an integer");
    assertThat(Json.of(new NodeId("n1")).kind()).isEqualTo("a string");
  }

  @Test
  void equalValuesDrawnTwiceHashAlike() {
    RandomJson one = new RandomJson(7);
    RandomJson other = new RandomJson(7);
    for (int i = 0; i < 1_000; i++) {
      assertSame(one.next(), other.next());
    }
  }
}
