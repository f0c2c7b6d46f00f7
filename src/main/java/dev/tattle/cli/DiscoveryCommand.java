package dev.tattle.cli;

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
    description = "Runs a server where nodes register and find each other, until you end it.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "It keeps nothing on disk. While it is down, nodes go on without it; after a",
      "restart they register again. Anyone who reaches it can register a node, unless",
      "--tokens restricts that.",
      "",
      "Requests:",
      "  POST /register {\"cluster\",\"id\",\"address\"}   answers a lease and the nodes",
      "  POST /heartbeat {\"lease\"}     answers the nodes, or 404: register again",
      "  POST /leave {\"lease\"}",
      "  GET /nodes?cluster=tattle     answers the nodes",
      "",
      "Examples:",
      "  maelstrom/counter discovery",
      "  maelstrom/counter serve --addr localhost:8001 \\",
      "      --discovery http://localhost:8000",
      "  maelstrom/counter serve --addr localhost:8002 \\",
      "      --discovery http://localhost:8000",
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
      description = "address to listen on (default: localhost:8000)")
  private HostPort address = new HostPort("localhost", 8000);

  @Option(
      names = "--expire",
      paramLabel = "TIME",
      description = "how long to list a node after its last heartbeat (default: 15s)")
  private Duration expiry = Duration.ofSeconds(15);

  @Mixin private SecurityFiles security = new SecurityFiles();

  @Mixin private LogOptions log = new LogOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (expiry.isZero() || expiry.isNegative()) {
      throw new ParameterException(spec.commandLine(), "--expire: expected at least 1s");
    }
    DiscoveryRuntime runtime =
        DiscoveryRuntime.start(
            address, expiry, security.options(spec.commandLine(), null, null), log.open());
    Thread hook = new StopOnSignal(runtime::stop, STOP_PATIENCE);
    Runtime.getRuntime().addShutdownHook(hook);
    spec.commandLine().getOut().println(runtime.url());
    spec.commandLine().getOut().flush();
    runtime.run();
    return 0;
  }
}
