package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts how operations ended, in all and by function: Jepsen's {@code stats}. A function that was
 * tried and never succeeded makes the run invalid. Excused are {@code "crash"}, which never ends
 * ok, and a function whose node was killed, paused or had a full disk each time.
 */
public final class StatsChecker implements Checker {
  private static final String EXCUSED = "crash";

  private final boolean excusesFaults;

  /**
   * Makes a checker.
   *
   * @param excusesFaults whether any fault may prevent all success, because nodes need a majority
   */
  public StatsChecker(boolean excusesFaults) {
    this.excusesFaults = excusesFaults;
  }

  @Override
  public Findings check(List<Operation> history) {
    List<Attempt> finished = Attempt.all(history).stream().filter(Attempt::isFinished).toList();
    Tally all = new Tally();
    Map<String, Tally> byFunction = new TreeMap<>();
    for (Attempt attempt : finished) {
      all.count(attempt.outcome());
      byFunction.computeIfAbsent(attempt.f(), f -> new Tally()).count(attempt.outcome());
    }
    List<Verdict> verdicts = new ArrayList<>();
    Map<String, Json> rows = new LinkedHashMap<>();
    byFunction.forEach(
        (f, tally) -> {
          Verdict verdict = tally.ok > 0 ? Verdict.VALID : withoutOk(f, finished, history);
          rows.put(f, new Json.Obj(tally.row(verdict)));
          verdicts.add(f.equals(EXCUSED) ? Verdict.VALID : verdict);
        });
    List<Finding> findings = new ArrayList<>();
    all.counts().forEach((name, count) -> findings.add(new Finding.Other(name, count)));
    findings.add(new Finding.Other("by-f", new Json.Obj(rows)));
    // The caller words the reason from the findings.
    return new Findings(Verdict.worst(verdicts), "", findings);
  }

  private Verdict withoutOk(String f, List<Attempt> finished, List<Operation> history) {
    if (excusesFaults && !history.stream().allMatch(Operation::isClient)) {
      return Verdict.UNKNOWN;
    }
    Outages outages = new Outages(history);
    boolean isExcused =
        finished.stream().filter(attempt -> attempt.f().equals(f)).allMatch(outages::hit);
    return isExcused ? Verdict.UNKNOWN : Verdict.INVALID;
  }

  /** Counts attempts by how they ended. */
  private static final class Tally {
    private long ok;
    private long fail;
    private long info;

    void count(Operation.Type outcome) {
      switch (outcome) {
        case OK -> ok++;
        case FAIL -> fail++;
        case INFO -> info++;
        case INVOKE -> throw new IllegalArgumentException("an invocation is no outcome");
      }
    }

    Map<String, Json> row(Verdict verdict) {
      Map<String, Json> fields = new LinkedHashMap<>();
      fields.put("valid?", verdict.json());
      fields.putAll(counts());
      return fields;
    }

    Map<String, Json> counts() {
      Map<String, Json> fields = new LinkedHashMap<>();
      fields.put("count", Json.of(ok + fail + info));
      fields.put("ok-count", Json.of(ok));
      fields.put("fail-count", Json.of(fail));
      fields.put("info-count", Json.of(info));
      return fields;
    }
  }
}
