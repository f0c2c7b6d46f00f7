package dev.tattle.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void lostValuesAreNamedAndTheVerdictSaysWhy() throws IOException {
    Results results = judged("broadcast", "broadcast-lost-values-partition");

    assertThat(Summary.lines(results))
        .contains(
            "operations   211: 211 ok, 0 fail, 0 info (100 % ok)",
            "values       120 added: 115 stable (11 of them stale), 0 never read, 5 lost",
            "lost         0, 3, 6, 8, 12");
    assertThat(Summary.verdict(results)).isEqualTo("verdict      INVALID: 5 values were lost");
  }

  @Test
  void countersShowTheirFinalReadsAndWhatWasExpected() throws IOException {
    Results results = judged("pn-counter", "pn-counter-valid-partition");

    assertThat(Summary.lines(results))
        .contains("final reads  -69, -69, -69, -69, -69", "expected     -69");
    assertThat(Summary.verdict(results)).isEqualTo("verdict      valid");
  }

  @Test
  void disseminationIsALineAndConvergenceAnother() {
    Results results =
        results(
            "{'net':{'dissemination':{'msgs-per-value':2.984,'bytes-per-value':412.4,"
                + "'relative-message-redundancy':{'mean':0.014,'max':1.5},"
                + "'last-delivery-hop':{'mean':2.04,'max':3.0},'convergence':{'heal-count':5,"
                + "'interrupted-count':2,'unfinished-count':1,'median-ms':210,'max-ms':480}}}}%s",
            "", 0);

    assertThat(Summary.lines(results))
        .containsExactly(
            "operations   none",
            "a value      2.98 messages, 412 bytes; redundancy 0.01 (RMR),"
                + " last delivery at hop 2.0 (mean), 3 (max)",
            "converged    after 210 ms (median), 480 (max);"
                + " of 5 heals 2 interrupted, 1 unfinished");
  }

  @Test
  void longListsAreCutAndSayHowMuchIsLeft() {
    List<Json> values = Collections.nCopies(100, Json.of(1_000_000));
    Findings findings =
        new Findings(
            Verdict.INVALID,
            "lost",
            List.of(new Finding.ValueList("lost", values, Finding.ValueList.Use.LOST)));
    Results results = new Results(findings.json(), Map.of("workload", findings));

    assertThat(Summary.lines(results)).last().asString().endsWith("1000000, ... 93 more");
    assertThat(Summary.lines(results)).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
  }

  @Test
  void almostAllIsNotAHundredPercent() {
    Results results =
        results(
            "{'stats':{'count':1000000,'ok-count':999999,'fail-count':0,'info-count':1}}%s", "", 0);

    assertThat(Summary.lines(results))
        .containsExactly("operations   1000000: 999999 ok, 0 fail, 1 info (99.99 % ok)");
  }

  @Test
  void everyPartThatIsNotValidIsAReason() {
    Results results =
        results(
            "{'valid?':false,'stats':{'valid?':false,'by-f':{'read':{'ok-count':0}}},"
                + "'availability':{'valid?':false},'nodes':{'valid?':false,'problem-count':3,"
                + "'problems':[{'summary':'n1 ended'}]}}%s",
            "", 0);

    assertThat(Summary.verdict(results))
        .isEqualTo(
            "verdict      INVALID: no read succeeded; too few operations succeeded;"
                + " n1 ended (and 2 more problems)");
    assertThat(Summary.verdict(results.with("broken", Json.of(true))))
        .isEqualTo("verdict      the run BROKE: n1 ended (and 2 more problems)");
  }

  @Test
  void warningsComeFirstWithWhatWasWrittenAndWhatWasExpected() {
    Results results =
        results(
            "{'valid?':true,'nodes':{'valid?':true,'problem-count':3,'warning-count':3,'problems':[{'kind':'malformed-reply','summary':'n0"
                + " answered','reply':{'a':1},'expected':'b'},{'kind':'malformed-reply','summary':'n1"
                + " answered'},{'kind':'garbage','summary':'n0 wrote','wrote':'x\\n"
                + "y','problem':'no'}]}}%s",
            "", 0);

    assertThat(Summary.lines(results))
        .startsWith(
            "warnings     3, which do not change the verdict, as in Maelstrom",
            "  n0 answered (and 1 more like it)",
            "    wrote    {\"a\":1}",
            "    expected b",
            "  n0 wrote",
            "    wrote    x\\ny",
            "    problem  no",
            "operations   none");
    assertThat(Summary.verdict(results)).isEqualTo("verdict      valid");
  }

  /** Only the first problems of a kind are kept; the first of them says how many there were. */
  @Test
  void aKindSaysHowOftenItCame() {
    Results results =
        results(
            "{'valid?':true,'nodes':{'valid?':true,'problem-count':26,'warning-count':26,"
                + "'problems':[{'kind':'malformed-reply','summary':'n0 answered','count':26}%s]}}",
            ",{'kind':'malformed-reply','summary':'n0 answered'}".replace('\'', '"'), 19);

    assertThat(Summary.lines(results)).contains("  n0 answered (and 25 more like it)");
  }

  @Test
  void aServicesStalenessIsNoFault() {
    TestOptions options = TestOptions.builder("echo", List.of(new NodeId("n0"))).build();
    assertThat(Summary.services(options)).isEmpty();

    TestOptions stale = options.toBuilder().staleReads(true).build();
    assertThat(Summary.faults(stale)).isEqualTo("none");
    assertThat(Summary.services(stale))
        .isEqualTo("seq-kv always shows the oldest state that it may");
  }

  @Test
  void oneIsSingular() {
    Results results =
        results(
            "{'valid?':true,'nodes':{'valid?':true,'problem-count':1,'warning-count':1,"
                + "'problems':[{'kind':'odd-line','summary':'n0 wrote'}]},"
                + "'net':{'dissemination':{'convergence':{'heal-count':1}}}}%s",
            "", 0);

    assertThat(Summary.lines(results))
        .contains(
            "warnings     1, which does not change the verdict, as in Maelstrom",
            "converged    of 1 heal 0 interrupted, 0 unfinished");
  }

  @Test
  void aRunThatIsNotValidSaysWhyFirst() {
    Results results =
        results(
            "{'valid?':false,'broken':true,'nodes':{'valid?':false,'problem-count':2,"
                + "'warning-count':1,'problems':[{'summary':'n0 did not answer'},"
                + "{'kind':'garbage','summary':'n0 wrote a line'}]}}%s",
            "", 0);

    assertThat(Summary.lines(results))
        .startsWith("why          n0 did not answer; before that, n0 wrote a line");
  }

  @Test
  void anUnknownPartIsNoReasonForAnInvalidRun() {
    String parts =
        "{'valid?':%s,'stats':{'valid?':'unknown','by-f':{'add':{'ok-count':0}}},"
            + "'availability':{'valid?':%s}}";

    assertThat(Summary.why(results(parts.formatted("false", "false"), "", 0)))
        .isEqualTo("too few operations succeeded");
    assertThat(Summary.why(results(parts.formatted("'unknown'", "true"), "", 0)))
        .isEqualTo(
            "no add succeeded, but its node was killed, paused or had a full disk each time");
  }

  private static Results judged(String workload, String history) throws IOException {
    return Workloads.of(workload).judgement(Demands.NONE).judge(Histories.recorded(history), null);
  }

  private static Results results(String json, String repeated, int times) {
    return new Results(
        (Json.Obj) Histories.json(json.replace('\'', '"').replace("%s", repeated.repeat(times))),
        Map.of());
  }
}
