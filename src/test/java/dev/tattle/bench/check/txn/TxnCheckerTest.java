package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shows each anomaly in the fewest transactions. The oracle's test compares the names with Elle's.
 */
class TxnCheckerTest {
  private static final String STRICT = "strict-serializable";

  private final List<String> entries = new ArrayList<>();

  /** {@code "r x [1], append y 2"} as a transaction in a history. */
  private static String txn(String steps) {
    List<String> parts = new ArrayList<>();
    for (String step : steps.split(", ", -1)) {
      String[] words = step.split(" ", 3);
      parts.add("[\"%s\",\"%s\",%s]".formatted(words[0], words[1], words[2]));
    }
    return "[" + String.join(",", parts) + "]";
  }

  private void ends(long process, String end, String steps) {
    entries.add(process + " invoke txn " + txn(steps));
    entries.add(process + " " + end + " txn " + txn(steps));
  }

  /** Runs transactions at the same time, one on each process from 0 on. */
  private void together(String... txns) {
    for (int process = 0; process < txns.length; process++) {
      entries.add(process + " invoke txn " + txn(txns[process]));
    }
    for (int process = 0; process < txns.length; process++) {
      entries.add(process + " ok txn " + txn(txns[process]));
    }
  }

  private Findings lists(String model) {
    return check(TxnKind.LIST_APPEND, model);
  }

  private Findings check(TxnKind kind, String model) {
    return new TxnChecker(kind, Set.of(model)).check(Histories.of(entries.toArray(String[]::new)));
  }

  private static List<String> bad(Findings findings) {
    return findings
        .of(Finding.Anomaly.class)
        .filter(anomaly -> !anomaly.isAllowed())
        .map(Finding.Anomaly::name)
        .toList();
  }

  private static String first(Findings findings, String name) {
    return findings
        .of(Finding.Anomaly.class)
        .filter(anomaly -> anomaly.name().equals(name))
        .findFirst()
        .orElseThrow()
        .cases()
        .get(0)
        .text();
  }

  @Test
  void serialHistoryIsValid() {
    ends(0, "ok", "r x null, append x 1");
    ends(1, "fail", "append x 2");
    ends(1, "info", "append x 3");
    ends(2, "ok", "r x [1,3], append y 1");
    Findings findings = lists(STRICT);
    assertThat(findings.verdict()).isEqualTo(Verdict.VALID);
    assertThat(findings.of(Finding.Anomaly.class)).isEmpty();
  }

  @Test
  void writesInACircleAreG0() {
    together("append x 1, append y 1", "append x 2, append y 2", "r x [1,2], r y [2,1]");
    assertThat(bad(lists("read-uncommitted"))).containsExactly("G0");
    assertThat(first(lists("read-uncommitted"), "G0"))
        .isEqualTo(
            "T3 comes before T4: T4 appended 2 to key x, behind 1 of T3;"
                + " T4 comes before T3: T3 appended 1 to key y, behind 2 of T4");
  }

  @Test
  void longCycleIsToldInShortAndListedInFull() {
    int size = 10;
    List<String> txns = new ArrayList<>();
    List<String> reads = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      txns.add("append k%d 1, append k%d 2".formatted(i, (i + size - 1) % size));
      reads.add("r k%d [1,2]".formatted(i));
    }
    txns.add(String.join(", ", reads));
    together(txns.toArray(String[]::new));
    Findings findings = lists("read-uncommitted");
    assertThat(first(findings, "G0")).endsWith("; and 4 more steps");
    Json.Obj cycle = (Json.Obj) Histories.field(findings.json(), "G0");
    Json.Obj only = (Json.Obj) ((Json.Arr) Histories.field(cycle, "errs")).items().get(0);
    assertThat(((Json.Arr) Histories.field(only, "text")).items()).hasSize(size);
  }

  @Test
  void readOfAFailedWriteIsG1a() {
    ends(0, "fail", "append x 1");
    ends(1, "ok", "r x [1]");
    assertThat(bad(lists("read-committed"))).containsExactly("G1a");
    assertThat(first(lists("read-committed"), "G1a"))
        .isEqualTo("T3 read 1 of key x, which T1 wrote and then failed");
    assertThat(bad(lists("read-uncommitted"))).isEmpty();
  }

  @Test
  void readOfAWriteThatWasWrittenOverIsG1b() {
    together("append x 1, append x 2", "r x [1]");
    assertThat(bad(lists("read-committed"))).containsExactly("G1b");
  }

  @Test
  void informationThatFlowsInACircleIsG1c() {
    together("append x 1, r y [1]", "append y 1, r x [1]");
    assertThat(bad(lists("read-committed"))).containsExactly("G1c");
    assertThat(lists("read-uncommitted").verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void readSkewIsGSingleAndAFracturedRead() {
    together("append x 1, append y 1", "r x null, r y [1]");
    assertThat(bad(lists("snapshot-isolation"))).containsExactly("G-single-item");
    assertThat(first(lists("snapshot-isolation"), "fractured-read"))
        .isEqualTo(
            "T2 comes before T3: T3 read 1 of key y, which T2 had appended;"
                + " T3 comes before T2: T3 read nothing of key x, and T2 appended 1");
    assertThat(lists("read-committed").verdict()).isEqualTo(Verdict.VALID);
  }

  /** Elle's table allows it. */
  @Test
  void fracturedReadUnderReadAtomicIsAWarning() {
    together("append x 1, append y 1", "r x null, r y [1]");
    Findings findings = lists("read-atomic");
    assertThat(findings.verdict()).isEqualTo(Verdict.VALID);
    assertThat(findings.of(Finding.Warning.class).map(Finding.Warning::name))
        .containsExactly("fractured-read");
    assertThat(lists("monotonic-atomic-view").of(Finding.Warning.class)).isEmpty();
  }

  @Test
  void longForkIsGNonadjacent() {
    together("append x 1", "append y 1", "r x [1], r y null", "r x null, r y [1]");
    assertThat(bad(lists("snapshot-isolation"))).containsExactly("G-nonadjacent-item");
  }

  @Test
  void writeSkewIsG2() {
    together("r x null, append y 1", "r y null, append x 1");
    assertThat(bad(lists("serializable"))).containsExactly("G2-item");
    assertThat(lists("snapshot-isolation").verdict()).isEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @CsvSource({
    "strict-serializable, G-single-item-realtime",
    "strong-session-snapshot-isolation, G-single-item-process"
  })
  void staleReadIsASingleInTimeOnly(String model, String anomaly) {
    ends(0, "ok", "append x 1");
    ends(0, "ok", "r x null");
    assertThat(bad(lists(model))).containsExactly(anomaly);
    assertThat(lists("serializable").verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void writesAgainstTimeAreG0Realtime() {
    ends(0, "ok", "append x 1");
    ends(1, "ok", "append x 2");
    ends(2, "ok", "r x [2,1]");
    assertThat(bad(lists(STRICT))).containsExactly("G0-realtime");
    assertThat(first(lists(STRICT), "G0-realtime"))
        .isEqualTo(
            "T1 comes before T3: T1 had ended at 2.000 s, and T3 began at 3.000 s;"
                + " T3 comes before T1: T1 appended 1 to key x, behind 2 of T3");
  }

  @Test
  void readBeforeTheWriteBeginsIsG1cRealtime() {
    ends(0, "ok", "r x [1]");
    ends(1, "ok", "append x 1");
    assertThat(bad(lists(STRICT))).containsExactly("G1c-realtime");
  }

  @Test
  void twoUpdatesOfOneVersionAreALostUpdate() {
    together("r x null, append x 1", "r x null, append x 2");
    assertThat(bad(lists("cursor-stability"))).containsExactly("lost-update");
  }

  @Test
  void appendBehindAFailedOneIsADirtyUpdate() {
    ends(0, "fail", "append x 1");
    ends(0, "info", "append x 2");
    ends(1, "ok", "append x 3");
    ends(2, "ok", "r x [1,2,3]");
    assertThat(bad(lists("read-committed"))).containsExactlyInAnyOrder("dirty-update", "G1a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "append x 2, r x [1]",
        "append x 2, r x null",
        "r x [1], r x null",
        "r x [1], append x 2, r x [2]",
        "append x 2, append x 3, r x [1,3,2]"
      })
  void readThatContradictsItsOwnTransactionIsInternal(String steps) {
    ends(0, "ok", "append x 1");
    ends(0, "info", steps);
    ends(1, "ok", steps);
    entries.subList(2, 4).clear();
    assertThat(bad(lists("read-atomic"))).contains("internal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"append x 2, r x [1,2]", "r x [1], append x 2, r x [1,2]", "r x [1], r x [1]"})
  void readThatFollowsFromItsOwnTransactionIsNot(String steps) {
    ends(0, "ok", "append x 1");
    ends(1, "ok", steps);
    assertThat(lists(STRICT).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void readOfAnAppendThatComesLaterIsAFutureRead() {
    ends(0, "ok", "r x [1], append x 1");
    assertThat(bad(lists("read-committed"))).contains("future-read");
  }

  @Test
  void elementThatIsThereTwiceIsADuplicate() {
    ends(0, "ok", "append x 1");
    ends(1, "ok", "r x [1,1]");
    assertThat(bad(lists("read-uncommitted"))).contains("duplicate-elements");
  }

  @Test
  void statesThatDoNotGrowAreIncompatible() {
    together("append x 1", "append x 2", "r x [1]", "r x [2]");
    assertThat(bad(lists("read-committed"))).contains("incompatible-order");
    assertThat(first(lists("read-committed"), "incompatible-order"))
        .isEqualTo("key x was read as [1] and as [2], and neither grows into the other");
  }

  /** Elle fails there. */
  @Test
  void elementThatNobodyAppendedIsInvalidUnderAnyModel() {
    ends(0, "ok", "append x 1");
    ends(1, "ok", "r x [1,9]");
    assertThat(bad(lists("read-uncommitted"))).containsExactly("never-written");
    assertThat(lists("read-uncommitted").reason()).isEqualTo("never-written (1)");
  }

  @Test
  void nothingIsKnownOfOneAppendTwice() {
    ends(0, "ok", "append x 1");
    ends(1, "ok", "append x 1");
    assertThat(lists(STRICT).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(lists(STRICT).reason()).startsWith("1 was appended to key x more than once");
  }

  @Test
  void nothingIsKnownWhereNothingDependsOnAnything() {
    ends(0, "ok", "append x 1");
    assertThat(lists("serializable").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(lists("serializable").reason()).isEqualTo("no transaction depends on another one");
  }

  /** Maelstrom's wrapper for registers reports it so. */
  @Test
  void ofRegistersThatIsInvalid() {
    ends(0, "ok", "w x 1");
    assertThat(check(TxnKind.RW_REGISTER, "serializable").verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void versionsInACircleAreCyclic() {
    together("r x 2, w x 1", "r x 1, w x 2");
    assertThat(bad(check(TxnKind.RW_REGISTER, "read-uncommitted")))
        .containsExactly("cyclic-versions");
  }

  @Test
  void registersTellTheOrderOfWhatWasReadAndWritten() {
    together("w x 1, w y 1", "r x 1, w x 2, r y null");
    assertThat(bad(check(TxnKind.RW_REGISTER, "snapshot-isolation")))
        .containsExactly("G-single-item");
    assertThat(first(check(TxnKind.RW_REGISTER, "snapshot-isolation"), "G-single-item"))
        .isEqualTo(
            "T3 comes before T2: T3 read nothing of key y, and T2 wrote 1;"
                + " T2 comes before T3: T3 read 1 of key x, which T2 had written");
  }

  /** Blind writes leave the order open; strict serializability does not. */
  @ParameterizedTest
  @CsvSource({
    "strict-serializable, linearizable-keys",
    "strong-session-serializable, sequential-keys"
  })
  void versionsAgainstTimeAreAWarningOfModelsThatImplyTheirOrder(String model, String warning) {
    ends(0, "ok", "w x 1");
    ends(0, "ok", "w x 2");
    ends(0, "ok", "r x 1");
    Findings findings = check(TxnKind.RW_REGISTER, model);
    assertThat(findings.verdict()).isEqualTo(Verdict.VALID);
    assertThat(findings.of(Finding.Warning.class).map(Finding.Warning::name))
        .containsExactly(warning);
    assertThat(check(TxnKind.RW_REGISTER, "serializable").of(Finding.Warning.class)).isEmpty();
  }

  @Test
  void nothingIsKnownOfOneWriteTwice() {
    ends(0, "ok", "w x 1");
    ends(1, "ok", "w x 1");
    ends(1, "ok", "r x 1");
    assertThat(check(TxnKind.RW_REGISTER, STRICT).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void saysWhichModelsAreRuledOut() {
    together("r x null, append y 1", "r y null, append x 1");
    Json.Obj results = lists("serializable").json();
    assertThat(results.fields().get("not")).isEqualTo(Histories.json("[\"repeatable-read\"]"));
    assertThat(results.fields().get("strongest-not-ruled-out"))
        .isEqualTo(Histories.json("[\"strong-snapshot-isolation\",\"update-serializable\"]"));
  }

  @Test
  void cycleIsDrawnWithWhyEachComesBeforeTheNext() {
    together("r x null, append y 1", "r y null, append x 1");
    Finding.Circle circle =
        lists("serializable").of(Finding.Circle.class).findFirst().orElseThrow();
    assertThat(circle.title()).isEqualTo("G2-item");
    assertThat(circle.names()).containsExactlyInAnyOrder("T2", "T3");
    assertThat(circle.arrows()).hasSize(2).allMatch(arrow -> arrow.label().equals("rw"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[\"r\",1]]", "[[\"w\",1,2]]", "[[\"r\",1,2]]", "7", "[7]"})
  void whatIsNoTransactionOfListsIsNoHistory(String value) {
    entries.add("0 invoke txn " + value);
    assertThatThrownBy(() -> lists(STRICT))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("[\"append\",key,value]");
  }
}
