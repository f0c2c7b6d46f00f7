package dev.tattle.cli;

import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.PlainText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    description = "Judges a stored history, as test judges its own.",
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
          "one operation a line, such as store/latest/history.jsonl, its folder, or a"
              + " Maelstrom's history.edn; - for stdin")
  private Path history = Path.of("");

  @Override
  public Integer call() throws IOException {
    boolean isStdin = history.toString().equals("-");
    Path file = isStdin ? history : StoredResults.history(history);
    boolean isDurable = judge.isDurable() || (!isStdin && StoredResults.areOfDurableNodes(file));
    Judgement judgement = judge.workload().judgement(judge.availability(), !isDurable);
    List<Operation> operations;
    try (InputStream in =
        new BufferedInputStream(isStdin ? System.in : Files.newInputStream(file))) {
      operations = HistoryCodec.read(in, isStdin ? "stdin" : file.toString(), this::tellCut);
    }
    return judge.tell(judgement.judge(operations, null));
  }

  private void tellCut(HistoryException cut) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "check: note: the last line is cut off, and is left out: "
            + PlainText.line(String.valueOf(cut.getMessage())));
  }
}
