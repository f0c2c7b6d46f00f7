package dev.tattle.bench.check;

import static dev.tattle.bench.history.Histories.field;
import static dev.tattle.bench.history.Histories.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetFullCheckerTest {
  private static final SetFullChecker CHECKER = new SetFullChecker("add");

  @Test
  void takesAnElementForStableThatEveryReadShows() {
    Json.Obj result = check("0 invoke add 7", "0 ok add 7", "0 invoke read null", "0 ok read [7]");

    assertThat(result)
        .isEqualTo(
            json(
                """
                {"duplicated-count":0,"valid?":true,"lost-count":0,"lost":[],"stable-count":1,
                 "stale-count":0,"stale":[],"never-read-count":0,"attempt-count":1,
                 "stable-latencies":{"0":0,"0.5":0,"0.95":0,"0.99":0,"1":0},
                 "never-read":[],"duplicated":{}}
                """));
  }

  @Test
  void measuresHowLongReadsBeganThatLackedAKnownElement() {
    Json.Obj result =
        check(
            "0 invoke add 7",
            "0 ok add 7",
            "0 invoke read null",
            "0 ok read []",
            "0 invoke read null",
            "0 ok read []",
            "0 invoke read null",
            "0 ok read [7]");

    assertThat(result.fields())
        .contains(Map.entry("valid?", json("true")), Map.entry("stale", json("[7]")))
        .containsEntry(
            "stable-latencies",
            json("{\"0\":3000,\"0.5\":3000,\"0.95\":3000,\"0.99\":3000,\"1\":3000}"));
  }

  @Test
  void takesAnElementForLostThatReadsNoLongerShow() {
    Json.Obj result =
        check(
            "0 invoke add 7",
            "0 ok add 7",
            "0 invoke read null",
            "0 ok read [7]",
            "0 invoke read null",
            "0 ok read []");

    assertThat(result.fields())
        .contains(Map.entry("valid?", json("false")), Map.entry("lost", json("[7]")))
        .containsEntry(
            "lost-latencies",
            json("{\"0\":1000,\"0.5\":1000,\"0.95\":1000,\"0.99\":1000,\"1\":1000}"))
        .doesNotContainKey("stable-latencies");
  }

  @Test
  void takesAnAcknowledgedElementForLostThatNoReadShowed() {
    assertThat(check("0 invoke add 7", "0 ok add 7", "0 invoke read null", "0 ok read []").fields())
        .contains(Map.entry("valid?", json("false")), Map.entry("lost-count", json("1")));
  }

  @Test
  void doesNotMissAnElementInAReadThatBeganBeforeItWasKnown() {
    assertThat(check("0 invoke add 7", "1 invoke read null", "0 ok add 7", "1 ok read []").fields())
        .contains(Map.entry("valid?", json("\"unknown\"")), Map.entry("never-read", json("[7]")));
  }

  @Test
  void forgivesAnAddThatMayNotHaveHappened() {
    assertThat(
            check(
                    "0 invoke add 7",
                    "0 info add 7",
                    "1 invoke add 8",
                    "1 ok add 8",
                    "1 invoke read null",
                    "1 ok read [8]")
                .fields())
        .contains(Map.entry("valid?", json("true")), Map.entry("never-read", json("[7]")));
  }

  @Test
  void holdsToAnAddThatMayHaveHappenedOnceItWasRead() {
    assertThat(
            check(
                    "0 invoke add 7",
                    "0 info add 7",
                    "1 invoke read null",
                    "1 ok read [7]",
                    "1 invoke read null",
                    "1 ok read []")
                .fields())
        .contains(Map.entry("valid?", json("false")), Map.entry("lost", json("[7]")));
  }

  @Test
  void warnsOfTheMostCopiesThatOneReadShowsAsJepsenMeantTo() {
    Json.Obj result =
        check(
            "0 invoke add 7",
            "0 ok add 7",
            "0 invoke read null",
            "0 ok read [7,7,7]",
            "0 invoke read null",
            "0 ok read [7,7]");

    assertThat(result.fields())
        .contains(Map.entry("valid?", json("true")), Map.entry("duplicated-count", json("0")))
        .containsEntry("shown-twice", json("{\"7\":3}"))
        .containsEntry(
            "warnings",
            json(
                """
                [{"kind":"shown-twice","count":1,"summary":"1 value was shown twice by one read",
                  "wrote":"7, 3 times","expected":"each value once in a read"}]
                """));
  }

  @Test
  void warnsOfValuesThatAreShownInAnotherType() {
    for (String shown : List.of("\"7\"", "7.0")) {
      assertThat(
              warning(
                  "0 invoke add 7", "0 ok add 7", "0 invoke read null", "0 ok read [%s]", shown))
          .startsWith("reads show " + shown + " where 7 was added");
    }
  }

  @Test
  void warnsOfAValueThatNobodyAdded() {
    assertThat(
            warning("0 invoke add 7", "0 ok add 7", "0 invoke read null", "0 ok read [7,%s]", "8"))
        .isEqualTo("reads show 8, a value that nobody added");
  }

  private static String warning(
      String add, String added, String invoke, String read, String shown) {
    Json.Obj result = check(add, added, invoke, read.formatted(shown));
    Json.Obj first = (Json.Obj) ((Json.Arr) field(result, "warnings")).items().get(0);
    return ((Json.Text) field(first, "summary")).value();
  }

  @Test
  void takesAReadOfNothingForAnEmptyList() {
    assertThat(
            check("0 invoke add 7", "0 ok add 7", "0 invoke read null", "0 ok read null").fields())
        .contains(Map.entry("valid?", json("false")), Map.entry("lost", json("[7]")));
  }

  @Test
  void knowsAnElementFromTheFirstOfSeveralAddsAtOnce() {
    assertThat(
            check(
                    "0 invoke add 7",
                    "1 invoke add 7",
                    "0 ok add 7",
                    "2 invoke read null",
                    "1 ok add 7",
                    "2 ok read []")
                .fields())
        .containsEntry("lost", json("[7]"));
  }

  @Test
  void ignoresReadsThatFailedAndReadsFromBeforeTheAdd() {
    assertThat(
            check(
                    "0 invoke read null",
                    "0 ok read [7]",
                    "0 invoke add 7",
                    "0 ok add 7",
                    "0 invoke read null",
                    "0 fail read null")
                .fields())
        .contains(Map.entry("never-read", json("[7]")), Map.entry("attempt-count", json("1")));
  }

  @Test
  void judgesTheLastOfRepeatedAdds() {
    assertThat(
            check(
                    "0 invoke add 7",
                    "0 ok add 7",
                    "0 invoke read null",
                    "0 ok read []",
                    "0 invoke add 7",
                    "0 ok add 7")
                .fields())
        .contains(Map.entry("never-read", json("[7]")), Map.entry("attempt-count", json("1")));
  }

  @Test
  void listsElementsOfAnyKindInOrder() {
    String ordered =
        "[null,true,9,10,0.1e2,10.5,18446744073709551616,18446744073709551617,"
            + "1.8446744073709551616e19,1.8446744073709551617e19,\"a\",\"b\",[1],{\"a\":1}]";
    List<Json> values = new ArrayList<>(((Json.Arr) json(ordered)).items());
    Collections.reverse(values);
    List<String> entries = new ArrayList<>();
    for (Json value : values) {
      entries.add("0 invoke add " + JsonCodec.format(value));
      entries.add("0 ok add " + JsonCodec.format(value));
    }

    Json neverRead = field(check(entries.toArray(String[]::new)), "never-read");

    assertThat(neverRead).isEqualTo(json(ordered));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "2, 1, 1", "20, 10, 19", "21, 10, 19", "99, 49, 94", "100, 50, 95"})
  void takesTheQuantileAtTheFloorOfItsShare(int count, int median, int place95) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(i + " invoke add " + i);
    }
    for (int i = 0; i < count; i++) {
      entries.add(i + " ok add " + i);
    }
    entries.addAll(List.of("0 invoke read null", "0 ok read []"));
    entries.addAll(List.of("0 invoke read null", "0 ok read " + range(count)));

    Json.Obj latencies =
        (Json.Obj) field(check(entries.toArray(String[]::new)), "stable-latencies");

    // The element that became known last waited one second, the one before it two, and so on.
    assertThat(latencies.fields())
        .containsEntry("0", Json.of(1_000))
        .containsEntry("1", Json.of(count * 1_000L))
        .containsEntry("0.5", Json.of((median + 1) * 1_000L))
        .containsEntry("0.95", Json.of((place95 + 1) * 1_000L));
  }

  @Test
  void refusesAReadOfSomethingElseThanAnArray() {
    assertThatThrownBy(() -> check("0 invoke read null", "0 ok read 7"))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("expected a read of an array, but it is an integer: {\"index\":1");
  }

  @Test
  void agreesWithTheDefinitionOnRandomHistories() {
    Map<Verdict, Integer> verdicts = new TreeMap<>();
    for (long seed = 0; seed < 500; seed++) {
      List<Operation> history = randomHistory(new Random(seed));
      Json.Obj naive = new NaiveSetFull().check(history);
      Json.Obj fast = withoutWarnings(CHECKER.check(history).json());

      assertThat(fast).as("seed %d", seed).isEqualTo(naive);
      verdicts.merge(Verdict.of(fast), 1, Integer::sum);
    }
    assertThat(verdicts).containsOnlyKeys(Verdict.values());
  }

  private static Json.Obj withoutWarnings(Json.Obj result) {
    Map<String, Json> fields = new TreeMap<>(result.fields());
    fields.keySet().removeAll(List.of("warnings", "shown-twice"));
    return new Json.Obj(fields);
  }

  /** Four processes add and read at random. Reads tend to show what was added so far. */
  private static List<Operation> randomHistory(Random random) {
    String[] open = new String[4];
    List<Integer> tried = new ArrayList<>();
    List<String> entries = new ArrayList<>();
    int length = random.nextInt(60);
    double shown = random.nextBoolean() ? 1 : random.nextDouble();
    double twice = random.nextInt(3) == 0 ? 0.05 : 0;
    for (int i = 0; i < length; i++) {
      int process = random.nextInt(open.length);
      if (open[process] != null) {
        entries.add(process + completion(open[process], random, shown, twice, tried));
        open[process] = null;
      } else {
        open[process] = random.nextBoolean() ? "read null" : "add " + tried.size();
        if (open[process].startsWith("add")) {
          tried.add(tried.size());
        }
        entries.add(process + " invoke " + open[process]);
      }
    }
    // Three entries are a nanosecond short of a millisecond, which shows how latencies are rounded.
    return Histories.of(entries.toArray(String[]::new)).stream()
        .map(operation -> at(operation, operation.index() * 333_333))
        .toList();
  }

  private static Operation at(Operation o, long timeNanos) {
    return new Operation(
        o.index(), timeNanos, o.type(), o.process(), o.f(), o.value(), o.error(), o.isFinal());
  }

  private static String completion(
      String invoked, Random random, double shown, double twice, List<Integer> tried) {
    String outcome = List.of("ok", "ok", "ok", "ok", "fail", "info").get(random.nextInt(6));
    if (!outcome.equals("ok") || invoked.startsWith("add")) {
      return " " + outcome + " " + invoked;
    }
    List<Integer> values = new ArrayList<>();
    for (int value = 0; value < tried.size() + 1; value++) {
      if (random.nextDouble() < shown) {
        values.add(value);
      }
      if (random.nextDouble() < twice) {
        values.add(value);
      }
    }
    return " ok read " + values.toString().replace(" ", "");
  }

  private static String range(int count) {
    int[] values = new int[count];
    Arrays.setAll(values, i -> i);
    return Arrays.toString(values);
  }

  private static Json.Obj check(String... entries) {
    return CHECKER.check(Histories.of(entries)).json();
  }
}
