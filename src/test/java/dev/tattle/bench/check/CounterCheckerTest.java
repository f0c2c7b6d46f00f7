package dev.tattle.bench.check;

import static dev.tattle.bench.history.Histories.field;
import static dev.tattle.bench.history.Histories.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterCheckerTest {
  @Test
  void acceptsTheSumOfTheAddsThatHappened() {
    assertThat(
            check(
                "0 invoke add 5",
                "0 ok add 5",
                "0 invoke add -2",
                "0 ok add -2",
                "0 invoke add 9",
                "0 fail add 9",
                "0 invoke read! null",
                "0 ok read! 3"))
        .isEqualTo(
            json("{\"valid?\":true,\"errors\":null,\"final-reads\":[3],\"acceptable\":[[3,3]]}"));
  }

  @Test
  void refusesAnyOtherSumAndShowsTheRead() {
    Json.Obj result =
        check(
            "0 invoke add 5",
            "0 ok add 5",
            "0 invoke read! null",
            "1 invoke read! null",
            "0 ok read! 10",
            "1 ok read! 5");

    assertThat(result)
        .isEqualTo(
            json(
                """
                {"valid?":false,
                 "errors":[{"index":4,"time":5000000000,"type":"ok","process":0,"f":"read",
                            "value":10,"final?":true}],
                 "final-reads":[10,5],"acceptable":[[5,5]]}
                """));
  }

  @Test
  void acceptsAnySubsetOfTheAddsThatMayHaveHappened() {
    String[] adds = {
      "0 invoke add 1",
      "0 info add 1",
      "1 invoke add 10",
      "1 info add 10",
      "2 invoke add 1",
      "2 info add 1",
      "3 invoke read! null",
    };

    assertThat(check(with(adds, "3 ok read! 12")).fields())
        .contains(Map.entry("valid?", json("true")))
        .containsEntry("acceptable", json("[[0,2],[10,12]]"));
    assertThat(check(with(adds, "3 ok read! 3")).fields()).containsEntry("valid?", json("false"));
  }

  @Test
  void acceptsSumsBelowWhereAnAddThatMayHaveHappenedIsNegative() {
    assertThat(
            check(
                    "0 invoke add -3",
                    "0 info add -3",
                    "1 invoke add 2",
                    "1 info add 2",
                    "2 invoke read! null",
                    "2 ok read! -1")
                .fields())
        .contains(Map.entry("valid?", json("true")))
        .containsEntry("acceptable", json("[[-3,-3],[-1,0],[2,2]]"));
  }

  @Test
  void ignoresReadsThatAreNotFinal() {
    assertThat(
            check("0 invoke read null", "0 ok read 99", "0 invoke read! null", "0 ok read! 0")
                .fields())
        .contains(Map.entry("valid?", json("true")), Map.entry("final-reads", json("[0]")));
  }

  @Test
  void sumsIntegersOfAnySize() {
    assertThat(
            check(
                    "0 invoke add 9223372036854775807",
                    "0 ok add 9223372036854775807",
                    "0 invoke add 1",
                    "0 ok add 1",
                    "0 invoke read! null",
                    "0 ok read! 9223372036854775808")
                .fields())
        .containsEntry("valid?", json("true"));
  }

  @Test
  void knowsNothingOfAnAddThatNeverEnded() {
    assertThat(check("0 invoke add 1", "1 invoke read! null", "1 ok read! 1").fields())
        .contains(Map.entry("valid?", json("false")), Map.entry("acceptable", json("[[0,0]]")));
  }

  @Test
  void isUndecidedWhereAFinalReadIsNoInteger() {
    assertThat(check("0 invoke read! null", "0 ok read! 0.0").fields())
        .containsEntry("valid?", json("\"unknown\""));
  }

  @Test
  void warnsWhereAFinalReadDoesNotSucceed() {
    Json.Obj result =
        check(
            "0 invoke read! null",
            "0 ok read! 0",
            "1 invoke read! null",
            "1 fail read! null",
            "2 invoke read! null");

    assertThat(result.fields())
        .contains(Map.entry("valid?", json("true")), Map.entry("final-reads", json("[0]")));
    assertThat(warning(result))
        .contains(Map.entry("summary", Json.of("2 of 3 final reads did not succeed")))
        .containsEntry("count", Json.of(2));
  }

  @Test
  void warnsWhereThereIsNoFinalRead() {
    Json.Obj result = check("0 invoke read null", "0 ok read 0");

    assertThat(result.fields()).containsEntry("valid?", json("true"));
    assertThat(warning(result)).containsEntry("summary", Json.of("no final read was invoked"));
  }

  private static Map<String, Json> warning(Json.Obj result) {
    return ((Json.Obj) ((Json.Arr) field(result, "warnings")).items().get(0)).fields();
  }

  @Test
  void isUndecidedWithinTheOutlineOfTooManySumsAndDecidedOutsideIt() {
    List<String> adds = new ArrayList<>();
    BigInteger delta = BigInteger.ONE;
    for (int i = 0; i < 60; i++) {
      adds.add(i + " invoke add " + delta);
      adds.add(i + " info add " + delta);
      delta = delta.multiply(BigInteger.valueOf(3));
    }
    adds.add("60 invoke read! null");
    String[] history = adds.toArray(String[]::new);

    Json.Obj within = check(with(history, "60 ok read! 4"));
    assertThat(within.fields()).containsEntry("valid?", json("\"unknown\"")).containsKey("problem");
    assertThat(((Json.Arr) field(within, "acceptable")).items())
        .hasSizeBetween(IntegerRanges.MAX_RANGES / 2, IntegerRanges.MAX_RANGES);
    assertThat(check(with(history, "60 ok read! " + delta)).fields())
        .containsEntry("valid?", json("false"));
  }

  @Test
  void refusesAnAddOfSomethingElseThanAnInteger() {
    assertThatThrownBy(() -> check("0 invoke add \"1\"", "0 ok add \"1\""))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("expected an add of an integer, but it is a string: {\"index\":1");
  }

  private static String[] with(String[] entries, String last) {
    List<String> all = new ArrayList<>(List.of(entries));
    all.add(last);
    return all.toArray(String[]::new);
  }

  private static Json.Obj check(String... entries) {
    return new CounterChecker().check(Histories.of(entries)).json();
  }
}
