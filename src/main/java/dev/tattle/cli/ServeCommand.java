package dev.tattle.cli;

import dev.tattle.bench.report.StoreServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: shows the runs in the store to browsers on this machine. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/bench serve [OPTIONS]",
    description = "Shows all stored runs at http://localhost:PORT/, until you interrupt it.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench serve",
      "  maelstrom/bench serve --port 8080",
      "",
      CounterCommand.EXITS
    })
final class ServeCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-p", "--port"},
      paramLabel = "N",
      description = "port to listen on; 0 takes any free port (default: 8080)")
  private int port = 8080;

  @Mixin private final StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > MAX_PORT) {
      throw new ParameterException(spec.commandLine(), "--port: expected 0 to " + MAX_PORT);
    }
    WithoutEffect.tell(spec);
    Path root = store.root();
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
    }
    try (StoreServer server = StoreServer.start(root, port)) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("http://localhost:" + server.port() + "/");
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (BindException e) {
      throw new ParameterException(
          spec.commandLine(), "--port: port " + port + " is in use; choose another one", e);
    }
  }
}
