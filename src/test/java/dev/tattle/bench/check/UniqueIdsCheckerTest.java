package dev.tattle.bench.check;

import static dev.tattle.bench.history.Histories.field;
import static dev.tattle.bench.history.Histories.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniqueIdsCheckerTest {
  @Test
  void acceptsIdsThatDiffer() {
    assertThat(
            check(
                "0 invoke generate null",
                "0 ok generate 10",
                "0 invoke generate null",
                "0 ok generate 9",
                "0 invoke generate null",
                "0 info generate null"))
        .isEqualTo(
            json(
                """
                {"valid?":true,"attempted-count":3,"acknowledged-count":2,"duplicated-count":0,
                 "duplicated":{},"range":[9,10]}
                """));
  }

  @Test
  void refusesAnIdGeneratedTwice() {
    assertThat(
            check(
                    "0 invoke generate null",
                    "0 ok generate \"a\"",
                    "1 invoke generate null",
                    "1 ok generate \"b\"",
                    "0 invoke generate null",
                    "0 ok generate \"a\"",
                    "1 invoke generate null",
                    "1 ok generate \"b\"",
                    "0 invoke generate null",
                    "0 ok generate \"a\"")
                .fields())
        .contains(Map.entry("valid?", json("false")), Map.entry("duplicated-count", json("2")))
        .containsEntry("duplicated", json("{\"a\":3,\"b\":2}"));
  }

  @Test
  void listsTheFortyEightMostFrequentDuplicatesById() {
    List<String> entries = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int id = 0; id < 60; id++) {
        entries.addAll(List.of("0 invoke generate null", "0 ok generate " + id));
      }
    }
    entries.addAll(List.of("0 invoke generate null", "0 ok generate 5"));

    Json.Obj result = check(entries.toArray(String[]::new));

    assertThat(result.fields()).containsEntry("duplicated-count", json("60"));
    List<String> expected = new ArrayList<>(List.of("5"));
    for (int id = 13; id < 60; id++) {
      expected.add(String.valueOf(id));
    }
    assertThat(((Json.Obj) field(result, "duplicated")).fields().keySet())
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | \"a\" | \"unknown\"",
        "{\"a\":1} | {\"a\":1} | \"unknown\"",
        "[1,\"a\"] | [1,2] | \"unknown\"",
        "[1,\"a\"] | [2,2] | true",
        "null | \"a\" | true",
        "1 | 1.5 | true",
      })
  void knowsNothingOfIdsWithoutAnOrderAsJepsen(String a, String b, String valid) {
    Json.Obj result =
        check(
            "0 invoke generate null",
            "0 ok generate " + a,
            "0 invoke generate null",
            "0 ok generate " + b);
    assertThat(result.fields()).containsEntry("valid?", json(valid));
  }

  @Test
  void ordersArraysByLengthThenByItems() {
    List<String> entries = new ArrayList<>();
    for (String id : List.of("[10,1]", "[9,1]", "[100]")) {
      entries.addAll(List.of("0 invoke generate null", "0 ok generate " + id));
    }
    assertThat(check(entries.toArray(String[]::new)).fields())
        .containsEntry("range", json("[[100],[10,1]]"));
  }

  @Test
  void hasNoRangeWithoutIds() {
    assertThat(check().fields())
        .contains(Map.entry("valid?", json("true")), Map.entry("range", json("[null,null]")));
  }

  private static Json.Obj check(String... entries) {
    return new UniqueIdsChecker().check(Histories.of(entries)).json();
  }
}
