package dev.tattle.bench;

import dev.tattle.bench.check.Conduct;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.bench.plan.Seed;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.core.Json;
import java.util.List;

/**
 * Everything that a run recorded.
 *
 * @param history of all operations, in order
 * @param net counts of messages, as they stand under {@code "net"} in results
 * @param journal the messages themselves
 * @param problems the first problems of nodes
 * @param problemCount the number of all problems
 * @param isBroken true if a problem ended the run early
 */
public record TestResult(
    List<Operation> history,
    Json.Obj net,
    NetJournal journal,
    List<Problem> problems,
    long problemCount,
    boolean isBroken) {
  /**
   * Completes a judgement of the history with the options' seed and with the problems of nodes.
   *
   * @param isStrict whether warnings make it invalid
   */
  public Results results(TestOptions options, Results judgement, boolean isStrict) {
    Results told = judgement.with("seed", Seed.json(options.seed()));
    if (options.durable()) {
      told = told.with("durable", Json.of(true));
    }
    if (options.likeMaelstrom()) {
      told = told.with("like-maelstrom", Json.of(true));
    }
    return Conduct.of(problems, problemCount, isBroken).with(told, isStrict);
  }
}
