package dev.tattle.cli;

import dev.tattle.bench.HistoryCodec;
import dev.tattle.bench.Operation;
import dev.tattle.bench.check.Judgement;
import dev.tattle.core.Json;
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
    description = "Judges a stored history.",
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
      description = "one operation a line, as in store/…/history.jsonl")
  private Path history = Path.of("");

  @Override
  public Integer call() throws IOException {
    List<Operation> operations;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(history))) {
      operations = HistoryCodec.read(in, history.toString());
    }
    Json.Obj results = new Judgement(judge.checker(), judge.availability()).judge(operations, null);
    return judge.tell(results, List.of());
  }
}
