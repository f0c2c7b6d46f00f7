package dev.tattle.cli;

import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.nodes.NodeSettings;
import dev.tattle.nodes.Nodes;
import dev.tattle.perf.CounterPerf;
import dev.tattle.perf.CounterPerfResult;
import dev.tattle.perf.Limits;
import dev.tattle.perf.PerfResult;
import dev.tattle.perf.PerfRun;
import dev.tattle.perf.Program;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perf}: measures how fast a node is, and the simulator, next to a bare JVM. */
@Command(
    name = "perf",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/bench perf [--bin PROGRAM] [OPTIONS] [-- ARG...]",
    description = "Measures nodes and the simulator on this machine; takes about a minute.",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The baseline is a bare JVM that copies lines: same JDK, same options, same run.",
      "A measure is left out if the node does not serve its workload.",
      "",
      "start       time from exec to init_ok: 15 single starts, then 3 times 25 at once",
      "memory      PSS, if /proc has it (Linux)",
      "msg/s       up to 1,000,000 requests, sent for at most 10 s to a new process as",
      "            fast as the pipe takes them; divided by the time until all answers",
      "latency     echo at half of that rate for 4 s, from the time each was due",
      "kafka       the same with sends to 100 keys; then a poll of the last 10 of each",
      "            key, at this node and at a new node that has none of them",
      "lin-kv      3 nodes, 100 clients each, one request at a time; 4 s after 4 s of",
      "            warm-up; durable nodes sync each write",
      "simulator   median of runs and their verdicts, after a warm-up",
      "",
      "--counter measures the counter service over HTTP, with 1 and 3 nodes:",
      "increments by 1, 16 and 64 clients, one request at a time, then batches of 100.",
      "It adds gRPC if h2load is on the PATH, and Redis if redis-server is.",
      "Then 3 durable nodes hand out numbers of a strong counter, and etcd does puts",
      "and compare-and-swap increments if etcd is on the PATH.",
      "",
      "Examples:",
      "  maelstrom/bench perf",
      "  maelstrom/bench perf --against ./echo.py --json",
      "  maelstrom/bench perf --bin maelstrom/node -- --workload broadcast",
      "  maelstrom/bench perf --counter",
      "",
      "Exit: 0 measured, 254 wrong command line, 255 the node does not start."
    })
final class PerfCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bin",
      paramLabel = "PROGRAM",
      description = "executable file that runs a node (default: maelstrom/node)")
  private @Nullable Path bin;

  @Parameters(paramLabel = "ARG", description = "arguments of PROGRAM; put -- before them")
  private List<String> args = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "PROGRAM",
      description = "another program to measure in the same run; can be repeated")
  private List<Path> others = new ArrayList<>();

  @Option(
      names = "--counter",
      description = "measure the counter service instead; takes about seven minutes")
  private boolean isCounter;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "--counter: how long to measure each load (default: 3s)")
  private Duration time = Duration.ofSeconds(3);

  @Option(names = "--json", description = "print the results as JSON")
  private boolean asJson;

  private final Limits limits;

  /** For the command line. */
  PerfCommand() {
    this(Limits.DEFAULT);
  }

  PerfCommand(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (isCounter) {
      return measureCounter();
    }
    Program subject =
        bin == null
            ? program("--bin", Program.ownNode(), "maelstrom/node", args)
            : program("--bin", bin, bin.toString(), args);
    List<Program> programs = new ArrayList<>();
    for (Path other : others) {
      programs.add(program("--against", other, other.toString(), List.of()));
    }
    PerfResult result = measure(subject, programs);
    print(result.json(), result.lines());
    return result.programs().get(0).hasStarted() ? 0 : ExitStatus.BROKEN;
  }

  private void print(Json json, List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(JsonCodec.formatPretty(json));
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }

  private int measureCounter() throws InterruptedException {
    if (bin != null || !others.isEmpty() || !args.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--counter: expected no other program to measure");
    }
    Path launcher = Program.ownNode().resolveSibling("counter");
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    CounterPerfResult result;
    try {
      result =
          new CounterPerf(
                  launcher,
                  Programs.onPath("redis-server"),
                  Programs.onPath("etcd"),
                  Programs.onPath("h2load"),
                  time)
              .run(progress::show);
    } finally {
      progress.clear();
    }
    print(result.json(), result.lines());
    return result.hasMeasured() ? 0 : ExitStatus.BROKEN;
  }

  private PerfResult measure(Program subject, List<Program> programs) throws InterruptedException {
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    NodeFactory broadcast = Nodes.factory("broadcast", NodeSettings.DEFAULT).orElseThrow();
    try {
      return new PerfRun(subject, programs, broadcast, limits).run(progress::show);
    } finally {
      progress.clear();
    }
  }

  private Program program(String option, Path file, String name, List<String> arguments)
      throws IOException {
    Programs.require(spec.commandLine(), option, file);
    return Program.node(name, file.toRealPath(), arguments);
  }
}
