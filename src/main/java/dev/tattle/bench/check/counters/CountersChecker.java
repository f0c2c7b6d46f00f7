package dev.tattle.bench.check.counters;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks named counters that nodes replicate. It splits each value into additions ({@link
 * PowerSum}) and follows, addition by addition, what nodes and sessions know.
 *
 * <ul>
 *   <li>A value holds only additions that had begun, each once, however often it was tried with the
 *       same key. It holds none that was refused.
 *   <li>A node goes on showing what it has acknowledged or shown. So does each node that gets a
 *       token which includes it.
 *   <li>A majority read shows what at least one node of each majority had acknowledged or shown.
 *   <li>A delete takes away exactly what it says. That never comes back, and everything else stays.
 *   <li>No addition goes away before its time to live can be over, by a clock that runs twice too
 *       fast. Once the time is certainly over, the addition is gone in the end.
 *   <li>A watch ends within 1.5 s after its node showed another client more than the watcher has.
 *   <li>In the end all nodes list the same: all that any of them acknowledged, and whole batches.
 * </ul>
 *
 * <p>Uncertainty never counts against a node: a delete of unknown outcome, or a time to live that
 * may be over, may have taken away any addition.
 */
public final class CountersChecker implements Checker {
  @Override
  public Findings check(List<Operation> entries) {
    CountersHistory history = CountersHistory.of(entries);
    CounterCases cases = new CounterCases();
    Map<Answer, Knowledge> everywhere = CounterSweep.judge(history, cases);
    FinalLists lists = new FinalLists(history, everywhere, cases);
    lists.judge();
    WatchDelays.judge(history, cases);
    List<Anomaly> anomalies = cases.anomalies();
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding.Sentence("counters", sentence(history)));
    findings.add(
        new Finding.Count("counter-count", history.counters().size(), Finding.Count.Use.DETAIL));
    findings.add(new Finding.Other("error-types", names(anomalies)));
    findings.addAll(anomalies);
    lists.missing().ifPresent(findings::add);
    return new Findings(Verdict.of(anomalies.isEmpty()), reason(anomalies), findings);
  }

  private static String sentence(CountersHistory history) {
    long acknowledged = history.writes().stream().filter(Written::isAcknowledged).count();
    long failed = history.writes().stream().filter(Written::hasFailed).count();
    return "%s to %s: %d acknowledged, %d unknown; %s"
        .formatted(
            Shown.counted(history.writes().size(), "addition"),
            Shown.counted(history.counters().size(), "counter"),
            acknowledged,
            history.writes().size() - acknowledged - failed,
            Shown.counted(history.answers().size(), "answer"));
  }

  private static Json names(List<Anomaly> anomalies) {
    return Json.array(anomalies.stream().map(Anomaly::name).map(Json::of).toList());
  }

  /** Formats counts: {@code "counted-twice (2), lost-add (1)"}. */
  private static String reason(List<Anomaly> anomalies) {
    return anomalies.stream()
        .map(anomaly -> anomaly.name() + " (" + anomaly.count() + ")")
        .collect(joining(", "));
  }
}
