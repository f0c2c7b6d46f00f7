package dev.tattle.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.check.txn.TxnChecker;
import dev.tattle.bench.check.txn.TxnKind;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pictures of transactions whose order is a cycle. */
class CirclesTest {
  private static final List<Operation> WRITE_SKEW =
      Histories.of(
          "0 invoke txn [[\"r\",1,null],[\"append\",2,1]]",
          "1 invoke txn [[\"r\",2,null],[\"append\",1,1]]",
          "0 ok txn [[\"r\",1,null],[\"append\",2,1]]",
          "1 ok txn [[\"r\",2,null],[\"append\",1,1]]");

  private static String html(List<Operation> history, Findings findings) {
    return Circles.html(
        Reports.of("{\"valid?\":false}", Map.of("workload", findings), history, Reports.journal()));
  }

  private static Finding.Circle circle(int size, String reason) {
    List<Attempt> attempts = Attempt.all(WRITE_SKEW);
    List<String> names = new ArrayList<>();
    List<Attempt> operations = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      names.add("T" + i);
      operations.add(attempts.get(i % 2));
    }
    return new Finding.Circle(
        "G<0>",
        names,
        operations,
        Collections.nCopies(size, new Finding.Circle.Arrow("ww", reason)));
  }

  private static String html(Finding.Circle... circles) {
    return html(WRITE_SKEW, new Findings(Verdict.INVALID, "", List.of(circles)));
  }

  @Test
  void showsTransactionsAndWhyEachComesBeforeTheNext() {
    Findings findings =
        new TxnChecker(TxnKind.LIST_APPEND, Set.of("serializable")).check(WRITE_SKEW);
    assertThat(html(WRITE_SKEW, findings))
        .contains("<b>G2-item</b>, 2 transactions")
        .contains("T2 · process 0 on n0 · 1.000 s to 3.000 s")
        .contains("[[&quot;r&quot;,1,null],[&quot;append&quot;,2,1]]")
        .contains("T2 read nothing of key 1, and T3 appended 1")
        .contains("<g class=\"rw\">");
  }

  @Test
  void pageHasNoneWhereThereAreNone() {
    assertThat(html()).isEmpty();
  }

  @Test
  void longCircleShowsItsBeginAndItsEnd() {
    assertThat(html(circle(30, "reason")))
        .contains("30 transactions, 18 of them only in results.json")
        .contains("T0 ·", "T10 ·", "T29 ·")
        .doesNotContain("T11 ·", "T28 ·");
  }

  @Test
  void textsOfNodesAreTextsOnThePage() {
    assertThat(html(circle(2, "<script>alert('x')</script>")))
        .contains("&lt;script&gt;", "G&lt;0&gt;")
        .doesNotContain("<script>");
  }

  @Test
  void manyCirclesAreCounted() {
    assertThat(html(Collections.nCopies(12, circle(2, "r")).toArray(Finding.Circle[]::new)))
        .contains("2 more are in results.json");
  }
}
