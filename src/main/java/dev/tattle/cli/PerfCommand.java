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
    description = "Measures nodes and the simulator on this machine, in about a minute.",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions, and in brackets their defaults:%n",
    footer = {
      "",
      "A node is compared with a bare JVM that copies lines, on the same JDK, with the",
      "launcher's options, in the same run. What a node does not serve is left out.",
      "",
      "start       15 starts alone, from exec to init_ok; then 25 at once, three times",
      "memory      PSS, where Linux tells it in /proc",
      "msg/s       1,000,000 requests to a fresh process as fast as the pipe takes them;",
      "            sent for 10 s at most; the time until all of those are answered",
      "latency     echo at half of that for 4 s, counted from when each was due",
      "kafka       those requests are sends under 100 keys; then a poll of the last ten of each,",
      "            and another node that has none of them, with its start",
      "lin-kv      100 clients at each of three nodes, which send a request once they have",
      "            an answer; 4 s, after 4 s that do not count; durable nodes sync each write",
      "simulator   median of runs, with their judgement, once it is warm",
      "--counter   the counter service over HTTP, one process and three; 1, 16, 64 clients that send",
      "            an increment once they have an answer, 3 s each, then batches of 100; over gRPC",
      "            with 16 calls open at a time, where h2load is on the PATH; beside Redis, where",
      "            redis-server is, and /healthz, which answers nothing; then three durable nodes",
      "            that agree: numbers of a strong counter, beside puts and increments by",
      "            compare-and-swap of etcd, where etcd is; asked at all nodes, and at the leader",
      "",
      "Examples:",
      "  maelstrom/bench perf",
      "  maelstrom/bench perf --against ./echo.py --json",
      "  maelstrom/bench perf --bin maelstrom/node -- --workload broadcast",
      "  maelstrom/bench perf --counter",
      "  JAVA_HOME=/usr/lib/jvm/jdk-25 maelstrom/bench perf",
      "",
      "Exit: 0 measured, 254 wrong command line, 255 the node does not start."
    })
final class PerfCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bin",
      paramLabel = "PROGRAM",
      description = "what runs a node: an executable file (maelstrom/node)")
  private @Nullable Path bin;

  @Parameters(paramLabel = "ARG", description = "given to that node; after --, options are too")
  private List<String> args = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "PROGRAM",
      description = "another node to measure in the same run; repeatable")
  private List<Path> others = new ArrayList<>();

  @Option(
      names = "--counter",
      description = "measure the counter service instead, in about seven minutes")
  private boolean isCounter;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "of --counter: how long each load is measured (3s)")
  private Duration time = Duration.ofSeconds(3);

  @Option(names = "--json", description = "print the figures as JSON, not a table")
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
