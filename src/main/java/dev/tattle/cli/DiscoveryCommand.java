package dev.tattle.cli;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.DiscoveryRuntime;
import dev.tattle.runtime.cluster.peer.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code discovery}: a server with which nodes register, and find each other. */
@Command(
    name = "discovery",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/counter discovery [OPTIONS]",
    description = "Lists the nodes that have registered, until it is told to end.",
    optionListHeading = "%nOptions, and in brackets their defaults:%n",
    footer = {
      "",
      "It keeps nothing on a disk: nodes register again after it was restarted, and go on",
      "without it meanwhile. Whoever reaches it may register: see --tokens.",
      "",
      "  POST /register {\"cluster\",\"id\",\"address\"}   a lease, and the nodes",
      "  POST /heartbeat {\"lease\"}                   the nodes; 404: register again",
      "  POST /leave {\"lease\"}",
      "  GET /nodes?cluster=tattle                   the nodes",
      "",
      "Examples:",
      "  maelstrom/counter discovery",
      "  maelstrom/counter serve --addr localhost:8001 --discovery http://localhost:8000",
      "  maelstrom/counter serve --addr localhost:8002 --discovery http://localhost:8000",
      "  curl http://localhost:8000/nodes?cluster=tattle",
      "",
      CounterCommand.EXITS
    })
final class DiscoveryCommand implements Callable<Integer> {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--addr",
      paramLabel = "HOST:PORT",
      description = "where it listens (localhost:8000)")
  private HostPort address = new HostPort("localhost", 8000);

  @Option(
      names = "--expire",
      paramLabel = "TIME",
      description = "how long a node is listed after its last heartbeat (15s)")
  private Duration expiry = Duration.ofSeconds(15);

  @Mixin private SecurityFiles security = new SecurityFiles();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warn, info or debug; to stderr (info)")
  private Log.Level level = Log.Level.INFO;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "text, or json: one object a line (text)")
  private Log.Format format = Log.Format.TEXT;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (expiry.isZero() || expiry.isNegative()) {
      throw new ParameterException(spec.commandLine(), "--expire: expected at least 1s");
    }
    DiscoveryRuntime runtime =
        DiscoveryRuntime.start(
            address,
            expiry,
            security.options(spec.commandLine(), null, null),
            LibraryLog.following(new Log(level, format, System.err)));
    Thread hook = new StopOnSignal(runtime::stop, STOP_PATIENCE);
    Runtime.getRuntime().addShutdownHook(hook);
    spec.commandLine().getOut().println(runtime.url());
    spec.commandLine().getOut().flush();
    runtime.run();
    return 0;
  }
}
