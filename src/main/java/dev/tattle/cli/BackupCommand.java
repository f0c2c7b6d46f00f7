package dev.tattle.cli;

import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup}: keeps all strong counters in a file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/counter backup FILE [OPTIONS]",
    description = "Writes all strong counters to a file, as they were at one instant.",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Run it on the machine of a node: a node refuses other machines.",
      "",
      "Examples:",
      "  maelstrom/counter backup counters.jsonl",
      "  maelstrom/counter backup counters.jsonl --addr localhost:8002",
      "",
      CounterCommand.EXITS
    })
final class BackupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "file to write; an existing file is replaced")
  private Path file = Path.of("");

  @Mixin private BackupClient client = new BackupClient();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServiceAnswer answer = client.connect().call(Call.get("/admin/backup"));
    if (!answer.isOk() || !(answer.fields().get("parts") instanceof Json.Arr parts)) {
      throw new IOException(answer.problem());
    }
    List<String> lines = new ArrayList<>();
    lines.add(JsonCodec.format(BackupFile.header(parts.items().size())));
    parts.items().forEach(part -> lines.add(JsonCodec.format(part)));
    Path whole = file.toAbsolutePath();
    Path begun = whole.resolveSibling(whole.getFileName() + ".part");
    Files.write(begun, lines);
    Files.move(begun, whole, StandardCopyOption.REPLACE_EXISTING);
    spec.commandLine()
        .getOut()
        .printf("%s: %s%n", file, Shown.counted(parts.items().size(), "part"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
