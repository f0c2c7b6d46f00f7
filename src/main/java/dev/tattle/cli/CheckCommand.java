package dev.tattle.cli;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Conduct;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.workload.Workload;
import dev.tattle.core.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check}: judges a stored history as {@code test} judges its own. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/bench check -w NAME [OPTIONS] HISTORY.jsonl",
    description = "Judges a stored history, as test judges its own.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench check -w broadcast store/broadcast/latest/history.jsonl",
      "  maelstrom/bench check -w unique-ids --availability total --json history.jsonl",
      "",
      ExitStatus.HELP
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Parameters(
      paramLabel = "HISTORY.jsonl",
      description = "one operation a line, such as store/latest/history.jsonl")
  private Path history = Path.of("");

  @Override
  public Integer call() throws IOException {
    Map<String, Json> stored = StoredResults.beside(history);
    boolean isDurable = judge.isDurable() || isSet(stored, "durable");
    Workload workload = judge.workload();
    AvailabilityChecker availability = judge.availability(AvailabilityChecker.stored(stored));
    Judgement judgement =
        stored.containsKey("agreement")
            ? workload.simulationJudgement(availability, !isDurable)
            : workload.judgement(availability, !isDurable);
    List<Operation> operations;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(history))) {
      operations = HistoryCodec.read(in, history.toString());
    }
    workload.requireOwn(operations);
    Results results = judgement.judge(operations, null);
    Conduct conduct = Conduct.stored(stored);
    if (!stored.isEmpty() || judge.isStrict(false)) {
      results = conduct.with(results, judge.isStrict(isSet(stored, "strict")));
    }
    return judge.tell(results);
  }

  private static boolean isSet(Map<String, Json> stored, String name) {
    return Json.of(true).equals(stored.get(name));
  }
}
