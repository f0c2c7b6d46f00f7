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
 * How operations ended, in all and by function: Jepsen's {@code stats}. A function that was tried
 * and never succeeded makes the run invalid; {@code "crash"}, which never ends ok, is excused. So
 * is one whose node was killed, paused or had a full disk each time: nothing is known of it.
 */
public final class StatsChecker implements Checker {
  private static final String EXCUSED = "crash";

  private final boolean excusesFaults;

  /**
   * A checker of counts.
   *
   * @param excusesFaults whether faults of any kind may keep the nodes from all success, as where
   *     they need a majority
   */
  public StatsChecker(boolean excusesFaults) {
    this.excusesFaults = excusesFaults;
  }

  @Override
  public Findings check(List<Operation> history) {
    Tally all = new Tally();
    Outages outages = new Outages(history);
    boolean hasFaults = excusesFaults && !history.stream().allMatch(Operation::isClient);
    Map<String, Tally> byFunction = new TreeMap<>();
    for (Attempt attempt : Attempt.all(history)) {
      if (attempt.isFinished()) {
        boolean isExcused = hasFaults || outages.hit(attempt);
        all.count(attempt.outcome(), isExcused);
        byFunction
            .computeIfAbsent(attempt.f(), f -> new Tally())
            .count(attempt.outcome(), isExcused);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    Map<String, Json> rows = new LinkedHashMap<>();
    byFunction.forEach(
        (f, tally) -> {
          rows.put(f, new Json.Obj(tally.row(tally.verdict())));
          verdicts.add(f.equals(EXCUSED) ? Verdict.VALID : tally.verdict());
        });
    List<Finding> findings = new ArrayList<>();
    all.counts().forEach((name, count) -> findings.add(new Finding.Other(name, count)));
    findings.add(new Finding.Other("by-f", new Json.Obj(rows)));
    return new Findings(Verdict.worst(verdicts), reason(byFunction), findings);
  }

  private String reason(Map<String, Tally> byFunction) {
    List<String> never = new ArrayList<>();
    boolean isExcused = true;
    for (Map.Entry<String, Tally> entry : byFunction.entrySet()) {
      Verdict verdict = entry.getValue().verdict();
      if (verdict != Verdict.VALID && !entry.getKey().equals(EXCUSED)) {
        never.add(entry.getKey());
        isExcused &= verdict == Verdict.UNKNOWN;
      }
    }
    String what = "no " + String.join(" and no ", never) + " succeeded";
    if (!isExcused) {
      return what;
    }
    return excusesFaults
        ? what + ": faults may have kept every majority apart"
        : what + ": the node was killed, paused or had a full disk each time";
  }

  /** Attempts counted by how they ended. */
  private static final class Tally {
    private long ok;
    private long fail;
    private long info;
    private boolean allExcused = true;

    void count(Operation.Type outcome, boolean isExcused) {
      allExcused &= isExcused;
      switch (outcome) {
        case OK -> ok++;
        case FAIL -> fail++;
        case INFO -> info++;
        case INVOKE -> throw new IllegalArgumentException("an invocation is no outcome");
      }
    }

    Verdict verdict() {
      return ok == 0 && allExcused ? Verdict.UNKNOWN : Verdict.of(ok > 0);
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
