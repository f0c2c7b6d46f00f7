package dev.tattle.cli;

import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    customSynopsis = "maelstrom/bench check -w NAME [OPTIONS] HISTORY",
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
      paramLabel = "HISTORY",
      description = "one operation a line, such as store/latest/history.jsonl; - for stdin")
  private Path history = Path.of("");

  @Override
  public Integer call() throws IOException {
    boolean isStdin = history.toString().equals("-");
    boolean isDurable = judge.isDurable() || (!isStdin && StoredResults.areOfDurableNodes(history));
    Judgement judgement = judge.workload().judgement(judge.availability(), !isDurable);
    List<Operation> operations;
    try (InputStream in =
        new BufferedInputStream(isStdin ? System.in : Files.newInputStream(history))) {
      operations = HistoryCodec.read(in, isStdin ? "stdin" : history.toString());
    }
    return judge.tell(judgement.judge(operations, null));
  }
}
