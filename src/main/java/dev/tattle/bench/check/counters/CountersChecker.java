package dev.tattle.bench.check.counters;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Named counters that nodes replicate. A value is taken apart into the additions that it holds
 * ({@link PowerSum}), so what nodes and sessions know is followed addition by addition.
 *
 * <ul>
 *   <li>A value holds what somebody had begun to add, each addition once, however often it was
 *       tried with the same key, and none that was refused.
 *   <li>What a node has acknowledged or shown it goes on showing, and so does each node that is
 *       asked with a token that tells of it.
 *   <li>A majority read shows what so many nodes had acknowledged or shown that each majority has
 *       one of them.
 *   <li>A delete takes away exactly what it says. That never comes back, and all else stays.
 *   <li>Nothing goes away because of a time to live that can't be over yet, by a clock that runs
 *       twice too fast. Once it is surely over, nothing of it is there in the end.
 *   <li>A watch ends within 1.5 s of an answer of its node to somebody else with more than the
 *       watcher has.
 *   <li>In the end all nodes list the same: all that any of them acknowledged, and what goes with
 *       it in a batch.
 * </ul>
 *
 * <p>What is unknown is never held against a node: a delete of unknown end, or a time to live that
 * may be over, may have taken away anything.
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
    return "%d additions to %d counters: %d acknowledged, %d unknown; %d answers"
        .formatted(
            history.writes().size(),
            history.counters().size(),
            acknowledged,
            history.writes().size() - acknowledged - failed,
            history.answers().size());
  }

  private static Json names(List<Anomaly> anomalies) {
    return Json.array(anomalies.stream().map(Anomaly::name).map(Json::of).toList());
  }

  /** {@code "counted-twice (2), lost-add (1)"}. */
  private static String reason(List<Anomaly> anomalies) {
    return anomalies.stream()
        .map(anomaly -> anomaly.name() + " (" + anomaly.count() + ")")
        .collect(joining(", "));
  }
}
