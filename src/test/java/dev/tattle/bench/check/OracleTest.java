package dev.tattle.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.kafka.KafkaChecker;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Compares our checkers with the real ones, on hundreds of small histories of right and faulty
 * sets.
 */
class OracleTest {
  /** What the oracle has of each case. */
  private static final Map<String, List<String>> SHORT_CASES =
      Map.of(
          "lost-write", List.of("key", "value"),
          "G1a", List.of("key", "value"),
          "duplicate", List.of("key", "value", "count", "offsets"),
          "inconsistent-offsets", List.of("key", "offset", "values"));

  private static int count(Map<String, Json> verdict) {
    return (int) ((Json.Int) Objects.requireNonNull(verdict.get("error-count"))).value();
  }

  private interface Judge {
    Map<String, Json> judge(List<Operation> history, Map<String, Json> real);
  }

  private static void assertAgrees(String kind, Judge judge) throws IOException {
    List<Map<String, Json>> histories = Oracle.lines(kind + ".histories.jsonl.gz");
    List<Map<String, Json>> verdicts = Oracle.lines(kind + ".verdicts.jsonl.gz");
    assertThat(histories).hasSameSizeAs(verdicts).hasSizeGreaterThan(50);
    for (int i = 0; i < histories.size(); i++) {
      Map<String, Json> real = verdicts.get(i);
      assertThat(histories.get(i).get("id")).isEqualTo(real.get("id"));
      Map<String, Json> ours = judge.judge(Oracle.history(histories.get(i)), real);
      real.forEach(
          (name, value) -> {
            if (!List.of("id", "kind", "error", "error-count").contains(name)) {
              assertThat(ours.get(name)).as("%s of %s", name, real.get("id")).isEqualTo(value);
            }
          });
    }
  }

  @Test
  void setsAreJudgedAsByJepsen() throws IOException {
    assertAgrees(
        "set-full",
        (history, real) -> {
          boolean isBroadcast = history.stream().anyMatch(op -> op.f().equals("broadcast"));
          return new SetFullChecker(isBroadcast ? "broadcast" : "add")
              .check(history)
              .json()
              .fields();
        });
  }

  @Test
  void registersAreJudgedAsByKnossos() throws IOException {
    Checker checker = new LinearizableChecker(new CasRegister());
    assertAgrees(
        "lin-kv",
        (history, real) -> {
          Map<String, Json> ours = new LinkedHashMap<>(checker.check(history).json().fields());
          ours.put(
              "algorithms",
              Objects.requireNonNull(real.get("algorithms"))); // Our verdict is one of them.
          return ours;
        });
  }

  @Test
  void countersAreJudgedAsByMaelstrom() throws IOException {
    assertAgrees(
        "counter",
        (history, real) -> {
          Map<String, Json> ours = new CounterChecker().check(history).json().fields();
          if (!real.containsKey("error")) {
            assertThat(ours.get("errors") instanceof Json.Arr errors ? errors.items().size() : 0)
                .as("errors of %s", real.get("id"))
                .isEqualTo(count(real));
          }
          return ours;
        });
  }

  /**
   * If Jepsen's checker fails, its verdict is unknown, and so is ours. It does not say what it had
   * found before.
   */
  @Test
  void logsAreJudgedAsByJepsen() throws IOException {
    assertAgrees(
        "kafka",
        (history, real) -> {
          Map<String, Json> ours =
              new LinkedHashMap<>(new KafkaChecker().check(history).json().fields());
          if (real.containsKey("error")) {
            Map<String, Json> unknown = new LinkedHashMap<>(real);
            unknown.put("valid?", Objects.requireNonNull(ours.get("valid?")));
            return unknown;
          }
          return asStored(ours, real);
        });
  }

  /** The oracle has counts by type, and some cases in short: of all, where ours are the first. */
  private static Map<String, Json> asStored(Map<String, Json> ours, Map<String, Json> real) {
    Map<String, Json> stored = new LinkedHashMap<>(ours);
    Map<String, Json> counts = new LinkedHashMap<>();
    ours.forEach(
        (name, value) -> {
          if (value instanceof Json.Obj anomaly && anomaly.fields().containsKey("errs")) {
            counts.put(name, Histories.field(anomaly, "count"));
          }
        });
    stored.put("counts", new Json.Obj(counts));
    SHORT_CASES.forEach(
        (name, fields) -> {
          if (real.get(name) instanceof Json.Arr cases) {
            assertThat(cases.items())
                .as("%s of %s", name, real.get("id"))
                .containsAll(shortCases((Json.Obj) Objects.requireNonNull(ours.get(name)), fields));
            stored.put(name, cases);
          }
        });
    if (ours.get("unseen") instanceof Json.Obj unseen) {
      Map<String, Json> fields = new LinkedHashMap<>(unseen.fields());
      fields.remove("time");
      stored.put("unseen", new Json.Obj(fields));
    }
    return stored;
  }

  private static List<Json> shortCases(Json.Obj anomaly, List<String> fields) {
    return ((Json.Arr) Histories.field(anomaly, "errs"))
        .items().stream()
            .map(
                error ->
                    Json.array(
                        fields.stream()
                            .map(field -> Histories.field((Json.Obj) error, field))
                            .toList()))
            .toList();
  }
}
