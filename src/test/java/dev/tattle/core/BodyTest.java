package dev.tattle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static final Body BODY =
      Body.of(
          "t",
          "text",
          Json.of("x"),
          "int",
          Json.of(5),
          "big",
          new Json.Num("9223372036854775808"),
          "decimal",
          new Json.Num("1.5"),
          "bool",
          Json.of(true),
          "array",
          Json.array(Json.NULL),
          "object",
          Json.object("k", Json.NULL),
          "null",
          Json.NULL);

  private static void assertRefused(Function<Body, Object> accessor, String problem) {
    assertThatThrownBy(() -> accessor.apply(BODY))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.error()).isEqualTo(RpcError.MALFORMED_REQUEST))
        .hasMessage(
            "expected "
                + problem
                + ": 't' has the fields [text, int, big, decimal, bool, array, object, null]; see "
                + RequestException.MANUAL);
  }

  @Test
  void accessorsGiveFieldsOfTheirKind() {
    assertThat(BODY.text("text")).isEqualTo("x");
    assertThat(BODY.integer("int")).isEqualTo(5);
    assertThat(BODY.bigInteger("int")).isEqualTo(BigInteger.valueOf(5));
    assertThat(BODY.bigInteger("big")).isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(BODY.bool("bool")).isTrue();
    assertThat(BODY.array("array")).containsExactly(Json.NULL);
    assertThat(BODY.object("object")).containsEntry("k", Json.NULL);
    assertThat(BODY.json("null")).isEqualTo(Json.NULL);
    assertThat(BODY.has("null")).isTrue();
    assertThat(BODY.has("none")).isFalse();
  }

  @Test
  void aFieldOfAnotherKindIsMalformed() {
    assertRefused(b -> b.text("int"), "'int' to be a string, but it is an integer");
    assertRefused(
        b -> b.integer("big"), "'big' to be an integer of at most 64 bits, but it is an integer");
    assertRefused(
        b -> b.integer("text"), "'text' to be an integer of at most 64 bits, but it is a string");
    assertRefused(b -> b.bigInteger("decimal"), "'decimal' to be an integer, but it is a decimal");
    assertRefused(b -> b.bool("null"), "'null' to be a boolean, but it is null");
    assertRefused(b -> b.array("object"), "'object' to be an array, but it is an object");
    assertRefused(b -> b.object("array"), "'array' to be an object, but it is an array");
  }

  @Test
  void aMissingFieldIsMalformed() {
    assertRefused(b -> b.json("x"), "'x' to be any JSON value, but there is no such field");
    assertRefused(b -> b.text("x"), "'x' to be a string, but there is no such field");
    assertRefused(b -> b.integer("x"), "'x' to be an integer, but there is no such field");
    assertRefused(b -> b.bigInteger("x"), "'x' to be an integer, but there is no such field");
    assertRefused(b -> b.bool("x"), "'x' to be a boolean, but there is no such field");
    assertRefused(b -> b.array("x"), "'x' to be an array, but there is no such field");
    assertRefused(b -> b.object("x"), "'x' to be an object, but there is no such field");
  }

  @Test
  void aBigIntegerHasAtMostAThousandDigits() {
    Body longest = Body.of("t", "n", new Json.Num("1".repeat(1_000)));
    assertThat(longest.bigInteger("n").toString()).hasSize(1_000);
    Body tooLong = Body.of("t", "n", new Json.Num("1".repeat(1_001)));
    assertThatThrownBy(() -> tooLong.bigInteger("n"))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("at most 1000 digits");
  }

  @Test
  void idZeroMakesARequest() {
    assertThat(Body.of("t").isRequest()).isFalse();
    assertThat(Body.of("t").withMsgId(0).isRequest()).isTrue();
    assertThat(Body.of("t").withMsgId(0).withInReplyTo(0).isRequest()).isFalse();
  }

  @Test
  void withAddsOrReplacesAField() {
    Body one = Body.of("t", "a", Json.of(1)).withMsgId(3);
    assertThat(one.with("a", Json.of(2))).isEqualTo(Body.of("t", "a", Json.of(2)).withMsgId(3));
    assertThat(one.integer("a")).isEqualTo(1);
  }
}
