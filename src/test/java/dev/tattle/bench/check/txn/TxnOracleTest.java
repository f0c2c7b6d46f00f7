package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Oracle;
import dev.tattle.core.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Compares our checker with Elle, on hundreds of small histories of right and faulty databases. For
 * each of 25 models it compares the verdict, the reported anomalies and the models that are ruled
 * out.
 */
@Execution(ExecutionMode.CONCURRENT)
class TxnOracleTest {
  private static final Set<String> STRICT = Set.of(ConsistencyModels.DEFAULT);

  private static Set<String> names(@Nullable Json array) {
    Set<String> names = new TreeSet<>();
    if (array instanceof Json.Arr list) {
      list.items().forEach(name -> names.add(((Json.Text) name).value()));
    }
    return names;
  }

  private static Map<String, Json> object(Map<String, Json> fields, String name) {
    return ((Json.Obj) Objects.requireNonNull(fields.get(name), name)).fields();
  }

  private static void assertAgrees(TxnKind kind, String file) throws IOException {
    List<Map<String, Json>> histories = Oracle.lines(file + ".histories.jsonl.gz");
    List<Map<String, Json>> verdicts = Oracle.lines(file + ".verdicts.jsonl.gz");
    assertThat(histories).hasSameSizeAs(verdicts).hasSizeGreaterThan(300);
    for (int i = 0; i < histories.size(); i++) {
      Map<String, Json> real = verdicts.get(i);
      assertThat(histories.get(i).get("id")).isEqualTo(real.get("id"));
      assertAgrees(TxnHistory.of(kind, Oracle.history(histories.get(i))), real);
    }
  }

  private static void assertAgrees(TxnHistory history, Map<String, Json> real) {
    Map<TimeOrder, TxnAnalysis> analyses = new EnumMap<>(TimeOrder.class);
    object(real, "models")
        .forEach(
            (model, verdict) -> {
              TxnAnalysis analysis =
                  analyses.computeIfAbsent(
                      TxnJudgement.timeOrder(Set.of(model)), time -> TxnAnalysis.of(history, time));
              TxnJudgement ours = TxnJudgement.of(history.kind(), Set.of(model), analysis.names());
              String what = model + " of " + real.get("id");
              assertThat(ours.verdict().json()).as(what).isEqualTo(verdict);
              assertThat(ours.reported())
                  .as(what)
                  .isEqualTo(names(object(real, "by-model").getOrDefault(model, Json.NULL)));
              if (STRICT.contains(model) && !ours.reported().isEmpty()) {
                assertThat(ours.ruledOut()).as(what).isEqualTo(names(real.get("not")));
                assertThat(ours.ruledOutToo()).as(what).isEqualTo(names(real.get("also-not")));
              }
            });
  }

  /** Histories of registers under {@code strict-serializable}, with other orders of versions. */
  private static List<String> differences(String variant, List<KeyOrder> orders)
      throws IOException {
    List<Map<String, Json>> histories = Oracle.lines("txn-rw-register.histories.jsonl.gz");
    List<Map<String, Json>> verdicts = Oracle.lines("txn-rw-register.verdicts.jsonl.gz");
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < histories.size(); i++) {
      TxnHistory history = TxnHistory.of(TxnKind.RW_REGISTER, Oracle.history(histories.get(i)));
      Set<String> anomalies = TxnAnalysis.of(history, TimeOrder.REALTIME, orders).names();
      TxnJudgement ours = TxnJudgement.of(TxnKind.RW_REGISTER, STRICT, anomalies);
      Map<String, Json> real = object(object(verdicts.get(i), "variants"), variant);
      Set<String> expected = names(real.get("anomaly-types"));
      if (!ours.reported().equals(expected) || !ours.verdict().json().equals(real.get("valid?"))) {
        differences.add(expected + " there, here " + ours.reported());
      }
    }
    return differences;
  }

  @Test
  void initialStateAloneIsJudgedAsByElle() throws IOException {
    assertThat(differences("no-wfr-keys", List.of())).isEmpty();
  }

  @Test
  void registersInTheOrderOfProcessesAreJudgedAsByElle() throws IOException {
    assertThat(
            differences(
                "sequential-keys", List.of(KeyOrder.WRITES_FOLLOW_READS, KeyOrder.SEQUENTIAL)))
        .isEmpty();
  }

  /**
   * Elle 0.2.2 sees circles of versions in right databases, too; ours agrees where it sees none.
   */
  @Test
  void registersInRealTimeAreJudgedAsByElleButForItsCircles() throws IOException {
    assertThat(
            differences(
                "linearizable-keys", List.of(KeyOrder.WRITES_FOLLOW_READS, KeyOrder.LINEARIZABLE)))
        .hasSize(83)
        .allMatch(difference -> difference.split(" there", -1)[0].contains("cyclic-versions"));
  }

  @Test
  void listsAreJudgedAsByElle() throws IOException {
    assertAgrees(TxnKind.LIST_APPEND, "txn-list-append");
  }

  @Test
  void registersAreJudgedAsByMaelstrom() throws IOException {
    assertAgrees(TxnKind.RW_REGISTER, "txn-rw-register");
  }
}
