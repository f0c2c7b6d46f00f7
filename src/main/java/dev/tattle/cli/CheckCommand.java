package dev.tattle.cli;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Conduct;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.check.txn.TxnChecker;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.PlainText;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workload;
import dev.tattle.core.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: judges a stored history as {@code test} judges its own. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/bench check -w NAME [OPTIONS] HISTORY",
    description = "Judges a stored history.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench check -w broadcast store/broadcast/latest/history.jsonl",
      "  maelstrom/bench check -w broadcast store/broadcast/latest --json",
      "  maelstrom/bench check -w g-set ~/maelstrom/store/latest/history.edn",
      "",
      ExitStatus.HELP
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Parameters(
      paramLabel = "HISTORY",
      description =
          "history.jsonl of the bench, history.edn of Maelstrom, a run's folder, or - for stdin")
  private Path history = Path.of("");

  @Override
  public Integer call() throws IOException {
    boolean isStdin = history.toString().equals("-");
    Path file = isStdin ? history : StoredResults.history(history);
    Map<String, Json> stored = isStdin ? Map.of() : StoredResults.beside(file);
    Workload workload = judge.workload();
    Demands demands =
        judge.demands(
            new Demands(
                AvailabilityChecker.stored(stored),
                isSet(stored, "durable"),
                TxnChecker.stored(stored)));
    Judgement judgement =
        stored.containsKey("agreement")
            ? workload.simulationJudgement(demands)
            : workload.judgement(demands);
    List<Operation> operations;
    try (InputStream in =
        new BufferedInputStream(isStdin ? System.in : Files.newInputStream(file))) {
      operations = HistoryCodec.read(in, isStdin ? "stdin" : file.toString(), this::tellCut);
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

  private void tellCut(HistoryException cut) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "check: note: the last line is incomplete and was ignored: "
            + PlainText.line(String.valueOf(cut.getMessage())));
  }
}
