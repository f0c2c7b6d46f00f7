package dev.tattle.cli;

import dev.tattle.bench.store.RunFolder;
import dev.tattle.bench.torture.TortureOptions;
import dev.tattle.bench.torture.TortureResult;
import dev.tattle.bench.torture.TortureRun;
import dev.tattle.runtime.Fsync;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code torture}: real nodes under faults that a seed chooses, and a verdict. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/counter torture [OPTIONS]",
    description = "Runs a cluster under faults and judges what it shows at the end.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each node is a process. Clients add over HTTP, with and without an",
      "Idempotency-Key, and repeat what was not answered. Nodes are killed (SIGKILL),",
      "stopped (SIGTERM) and paused (SIGSTOP), and leave and join the cluster. Links",
      "between them lose, hold or delay messages, or are closed.",
      "",
      "At the end all faults stop. Then each node must show every acknowledged change,",
      "and none of them twice. A change that was never answered may be there or not.",
      "The result, the logs and the data of the nodes are in store/torture/.",
      "",
      "Examples:",
      "  maelstrom/counter torture --time-limit 60",
      "  maelstrom/counter torture --node-count 5 --seed 7 --fsync interval",
      "",
      "Exit: 0 valid, 1 invalid, 254 wrong command line, 255 the nodes do not start."
    })
final class TortureCommand implements Callable<Integer> {
  private static final int MAX_NODES = 25;
  private static final int MAX_SECONDS = 24 * 3_600;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "how long clients and faults run (default: 600)")
  private int seconds = 600;

  @Option(names = "--node-count", paramLabel = "N", description = "number of nodes (default: 3)")
  private int nodes = 3;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of faults and requests (default: random)")
  private @Nullable Long seed;

  @Option(names = "--rate", paramLabel = "HZ", description = "requests per second (default: 150)")
  private double rate = 150;

  @Option(
      names = "--fsync",
      paramLabel = "WHEN",
      description = "always or interval, as in serve (default: always)")
  private Fsync fsync = Fsync.ALWAYS;

  @Option(names = "--bin", hidden = true, description = "another program instead of the launcher")
  private @Nullable Path bin;

  @Override
  public Integer call() throws IOException, InterruptedException {
    require(nodes >= 1 && nodes <= MAX_NODES, "--node-count: expected 1 to " + MAX_NODES);
    require(seconds >= 1 && seconds <= MAX_SECONDS, "--time-limit: expected 1 to " + MAX_SECONDS);
    require(rate > 0 && rate <= 1_000, "--rate: expected more than 0, at most 1000");
    TortureOptions options =
        new TortureOptions(
            launcher(),
            nodes,
            Duration.ofSeconds(seconds),
            seed == null ? ThreadLocalRandom.current().nextInt(1_000_000_000) : seed,
            rate,
            fsync.name().toLowerCase(Locale.ROOT));
    RunFolder folder = Stores.create(store, "torture", spec.commandLine());
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    TortureResult result;
    try {
      result = new TortureRun(options, folder, progress::show).run();
    } finally {
      progress.clear();
    }
    Stores.tellFailures(folder, spec.commandLine());
    result.violations().forEach(line -> say("problem: " + line));
    if (!result.refusalLine().isEmpty()) {
      say("refused: " + result.refusalLine());
    }
    say("result: " + folder.directory().resolve("results.json"));
    say(result.line());
    return result.isValid() ? 0 : 1;
  }

  private Path launcher() {
    return bin != null ? bin : Path.of(System.getProperty("tattle.counter", CounterCommand.NAME));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private void require(boolean isRight, String problem) {
    if (!isRight) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }
}
