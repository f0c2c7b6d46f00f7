package dev.tattle.bench.report;

import dev.tattle.bench.check.CrashedSetChecker;
import dev.tattle.bench.check.SetFullChecker;
import dev.tattle.bench.check.WorkloadCheckers;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.List;
import java.util.Map;

/**
 * How long values took to become stable, shortest first: {@code {"count","rank","millis"}}, ranks
 * from 0. Of more than {@value #MAX_POINTS} values every so many-th is there, and all of the
 * slowest.
 */
final class StableLatencies {
  static final int MAX_POINTS = 1_000;
  private static final int SLOWEST = MAX_POINTS / 2;

  private StableLatencies() {}

  /** Null in JSON where the workload has no values that become stable, or none did. */
  static Json of(String workload, List<Operation> history) {
    if (!(WorkloadCheckers.of(workload) instanceof CrashedSetChecker checker)) {
      return Json.NULL;
    }
    SetFullChecker set = new SetFullChecker(checker.addFunction());
    long[] millis = set.stableLatenciesMillis(history);
    if (millis.length == 0) {
      return Json.NULL;
    }
    Columns columns = new Columns("rank", "millis");
    int slowest = Math.max(0, millis.length - SLOWEST);
    int step = Math.max(1, (slowest + SLOWEST - 1) / SLOWEST);
    for (int rank = 0; rank < millis.length; rank += rank < slowest ? step : 1) {
      columns.add(Json.of(rank), Json.of(millis[rank]));
    }
    Map<String, Json> fields = columns.fields();
    fields.put("count", Json.of(millis.length));
    return new Json.Obj(fields);
  }
}
