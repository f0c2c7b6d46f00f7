package dev.tattle.cli;

import dev.tattle.bench.Problem;
import dev.tattle.bench.TestResult;
import dev.tattle.core.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** How the nodes' problems are told. */
final class NodeProblems {
  private static final int EXPLAINED = 3;

  private NodeProblems() {}

  /** The judgement, with the run's seed, and what the nodes did wrong as one more part. */
  static Json.Obj added(Json.Obj judged, long seed, TestResult result) {
    Map<String, Json> fields = new LinkedHashMap<>(judged.fields());
    fields.put("seed", Json.of(seed));
    Json none = Json.of(result.problemCount() == 0);
    if (result.problemCount() > 0) {
      fields.put("valid?", none);
    }
    Json problems = Json.array(result.problems().stream().map(Problem::json).toList());
    fields.put(
        "nodes",
        Json.object(
            "valid?", none,
            "problem-count", Json.of(result.problemCount()),
            "problems", problems));
    return new Json.Obj(fields);
  }

  /** Says on stderr what nodes did wrong at first, in full: what was written, what was expected. */
  static void explain(TestResult result, CommandLine command) {
    PrintWriter err = command.getErr();
    result.problems().stream()
        .limit(EXPLAINED)
        .forEach(problem -> err.println(command.getCommandName() + ": " + problem.text()));
    err.flush();
  }
}
