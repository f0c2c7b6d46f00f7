package dev.tattle.cli;

import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore}: brings strong counters of a file into a new cluster. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/counter restore FILE [OPTIONS]",
    description = "Copies the strong counters of a backup into a new cluster.",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Start all nodes first. If the cluster has no group of strong counters yet, the",
      "node that gets the request founds one, and the other nodes join it.",
      "If a counter exists already with another value, the command leaves it as it is",
      "and stops with an error.",
      "",
      "Examples:",
      "  maelstrom/counter restore counters.jsonl",
      "  maelstrom/counter restore counters.jsonl --node-id 1",
      "",
      CounterCommand.EXITS
    })
final class RestoreCommand implements Callable<Integer> {
  private static final int CONFLICT = 409;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "file that backup wrote")
  private Path file = Path.of("");

  @Mixin private BackupClient nodes = new BackupClient();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Json> parts = BackupFile.parts(file);
    ServiceClient client = nodes.connect();
    ServiceAnswer founded = client.call(Call.post("/admin/found", Json.object()));
    if (!founded.isOk() && founded.status() != CONFLICT) { // Else there is a group already.
      throw new IOException(founded.problem());
    }
    for (Json part : parts) {
      ServiceAnswer answer = client.call(Call.put("/admin/restore", Json.object("part", part)));
      if (!answer.isOk()) {
        throw new IOException(answer.problem());
      }
    }
    spec.commandLine().getOut().printf("%s: %s%n", file, Shown.counted(parts.size(), "part"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
