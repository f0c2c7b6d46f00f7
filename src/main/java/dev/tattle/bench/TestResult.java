package dev.tattle.bench;

import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.bench.plan.Seed;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run left behind.
 *
 * @param history of all operations, in order
 * @param net counts of messages, as they stand under {@code "net"} in results
 * @param journal the messages themselves
 * @param problems the first ones with nodes
 * @param problemCount how many there were
 * @param isBroken true where a problem ended the run early
 */
public record TestResult(
    List<Operation> history,
    Json.Obj net,
    NetJournal journal,
    List<Problem> problems,
    long problemCount,
    boolean isBroken) {
  /** A judgement of the history, with the options' seed, and what the nodes did wrong. */
  public Results results(TestOptions options, Results judgement) {
    Map<String, Json> fields = new LinkedHashMap<>(judgement.json().fields());
    fields.put("seed", Seed.json(options.seed()));
    if (options.durable()) {
      fields.put("durable", Json.of(true));
    }
    Json none = Json.of(problemCount == 0);
    if (problemCount > 0) {
      fields.put("valid?", none);
    }
    fields.put(
        "nodes",
        Json.object(
            "valid?", none,
            "problem-count", Json.of(problemCount),
            "problems", Json.array(problems.stream().map(Problem::json).toList())));
    return new Results(new Json.Obj(fields), judgement.parts());
  }
}
