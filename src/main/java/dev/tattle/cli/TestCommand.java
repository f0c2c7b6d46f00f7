package dev.tattle.cli;

import dev.tattle.bench.Problem;
import dev.tattle.bench.Progress;
import dev.tattle.bench.Store;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.process.NodeCommand;
import dev.tattle.bench.process.ProcessRun;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test}: runs a workload against processes, with Maelstrom's command line. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/bench test -w NAME --bin PROGRAM [OPTIONS] [-- ARG...]",
    description = "Starts nodes, asks them to do work, injects faults, and judges the history.",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions, and in brackets their defaults:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench test -w echo --bin maelstrom/node --time-limit 10",
      "  maelstrom/bench test -w broadcast --bin maelstrom/node --node-count 25 \\",
      "      --time-limit 20 --rate 100 --latency 100 --nemesis partition",
      "  maelstrom/bench test -w g-counter --bin ./counter.py -- --verbose",
      "",
      "A run leaves results.json, history.jsonl and node-logs/ in its directory in",
      "store/; store/latest leads to the last one.",
      "",
      ExitStatus.HELP
    })
final class TestCommand implements Callable<Integer> {
  /** The faults that can be injected. */
  enum Fault {
    /** Cuts the network into parts, and heals it. */
    PARTITION
  }

  private static final int EXPLAINED_PROBLEMS = 3;

  /** More seconds, and their nanoseconds would not fit. */
  private static final double MAX_SECONDS = 1e9;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Option(
      names = "--bin",
      required = true,
      order = -29,
      paramLabel = "PROGRAM",
      description = "what runs a node: an executable file")
  private Path bin = Path.of("");

  @Parameters(paramLabel = "ARG", description = "given to each node; after --, options are too")
  private List<String> args = new ArrayList<>();

  @Option(
      names = "--node-count",
      order = -28,
      paramLabel = "N",
      description = "how many nodes: n0, n1, ...; overrides --nodes")
  private @Nullable Integer nodeCount;

  @Option(
      names = "--nodes",
      order = -27,
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "NAME",
      description = "their names (n1,n2,n3,n4,n5)")
  private List<String> nodeNames = List.of("n1", "n2", "n3", "n4", "n5");

  @Option(
      names = "--time-limit",
      order = -26,
      paramLabel = "SECONDS",
      description = "how long operations begin (60)")
  private double timeLimitSeconds = 60;

  @Option(
      names = "--rate",
      order = -25,
      paramLabel = "HZ",
      description = "operations a second, over all clients (5)")
  private double rate = 5;

  @Option(
      names = "--concurrency",
      order = -24,
      paramLabel = "N",
      description = "how many clients; 4n is four a node (1n)")
  private String concurrency = "1n";

  @Option(
      names = "--latency",
      order = -23,
      paramLabel = "MS",
      description = "mean latency between servers, in milliseconds (0)")
  private double latencyMillis;

  @Option(
      names = "--latency-dist",
      order = -22,
      paramLabel = "NAME",
      description = "constant, uniform or exponential (constant)")
  private Latency.Distribution latencyDistribution = Latency.Distribution.CONSTANT;

  @Option(
      names = "--nemesis",
      order = -21,
      split = ",",
      paramLabel = "FAULT",
      description = "the fault to inject: partition (none)")
  private List<Fault> faults = List.of();

  @Option(
      names = "--nemesis-interval",
      order = -20,
      paramLabel = "SECONDS",
      description = "mean time between faults (10)")
  private double nemesisIntervalSeconds = 10;

  @Option(
      names = "--topology",
      order = -19,
      paramLabel = "NAME",
      description =
          "what broadcast tells nodes: grid, line, total, tree, tree2, tree3, tree4 (grid)")
  private Topology topology = Topology.GRID;

  @Option(
      names = "--test-count",
      order = -9,
      paramLabel = "N",
      description = "run up to so often, while valid (1)")
  private int testCount = 1;

  @Option(names = "--log-stderr", order = -8, description = "show what nodes write to stderr")
  private boolean logStderr;

  @Option(names = "--log-net-send", order = -7, description = "show messages as they are sent")
  private boolean logNetSend;

  @Option(names = "--log-net-recv", order = -6, description = "show messages as they arrive")
  private boolean logNetRecv;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Judgement judgement = new Judgement(judge.checker(), judge.availability());
    require(testCount > 0, "--test-count: expected at least 1");
    requireProgram();
    int status = 0;
    for (int i = 0; i < testCount && status == 0; i++) {
      status = runOnce(judgement, options());
    }
    return status;
  }

  private int runOnce(Judgement judgement, TestOptions options)
      throws IOException, InterruptedException {
    Store store = Store.create(storeRoot(), options.workload(), Instant.now());
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    NodeCommand command = new NodeCommand(bin, args, logStderr ? progress::log : line -> {});
    TestResult result;
    try {
      ProcessRun run = new ProcessRun(options, command, store);
      result = run.run(new ProcessRun.Listeners(progress::show, progress::log));
    } finally {
      progress.clear();
    }
    Json.Obj results = withNodes(judgement.judge(result.history(), result.net()), result);
    store.writeResults(results);
    explain(result);
    return judge.tell(results, store.directory().resolve("results.json"), result.isBroken());
  }

  /** Relative where that is short, because people read and paste the paths of results. */
  private static Path storeRoot() throws IOException {
    Path root = Path.of(System.getProperty("tattle.store", "store")).toAbsolutePath().normalize();
    Path here = Path.of("").toRealPath();
    return root.startsWith(here) ? here.relativize(root) : root;
  }

  /** The judgement, with what the nodes did wrong as one more part. */
  private static Json.Obj withNodes(Json.Obj judged, TestResult result) {
    Map<String, Json> fields = new LinkedHashMap<>(judged.fields());
    Json none = Json.of(result.problemCount() == 0);
    if (result.problemCount() > 0) {
      fields.put("valid?", none);
    }
    Json problems = Json.array(result.problems().stream().map(Problem::json).toList());
    fields.put(
        "nodes",
        Json.object(
            "valid?", none,
            "problem-count", Json.of(result.problemCount()),
            "problems", problems));
    return new Json.Obj(fields);
  }

  /** Says on stderr what nodes did wrong at first, in full: what they wrote, what was expected. */
  private void explain(TestResult result) {
    PrintWriter err = spec.commandLine().getErr();
    result.problems().stream()
        .limit(EXPLAINED_PROBLEMS)
        .forEach(problem -> err.println("test: " + problem.text()));
    err.flush();
  }

  private TestOptions options() {
    List<NodeId> nodes = nodes();
    require(rate == 0 || rate >= 1 / MAX_SECONDS, "--rate: expected 0, or 1e-9 and more");
    requireSeconds(timeLimitSeconds, "--time-limit");
    require(
        latencyMillis >= 0 && latencyMillis <= MAX_SECONDS, "--latency: expected 0 ms to 1e9 ms");
    requireSeconds(nemesisIntervalSeconds, "--nemesis-interval");
    return new TestOptions(
        judge.workload,
        nodes,
        topology,
        rate,
        seconds(timeLimitSeconds),
        clients(nodes.size()),
        new Latency(latencyDistribution, latencyMillis),
        faults.contains(Fault.PARTITION),
        seconds(nemesisIntervalSeconds),
        logNetSend,
        logNetRecv,
        new SplittableRandom().nextLong());
  }

  private List<NodeId> nodes() {
    require(nodeCount == null || nodeCount > 0, "--node-count: expected at least 1");
    List<NodeId> nodes =
        nodeCount != null
            ? IntStream.range(0, nodeCount).mapToObj(i -> new NodeId("n" + i)).toList()
            : nodeNames.stream().filter(name -> !name.isEmpty()).map(NodeId::new).toList();
    require(!nodes.isEmpty(), "--nodes: expected at least one name");
    require(nodes.stream().distinct().count() == nodes.size(), "--nodes: a name comes twice");
    for (NodeId node : nodes) {
      require(
          TestOptions.isLegalName(node),
          "--nodes: '" + node + "' is the name of a client or service, or has odd characters");
    }
    return nodes;
  }

  private int clients(int nodes) {
    boolean isPerNode = concurrency.endsWith("n");
    String number = isPerNode ? concurrency.substring(0, concurrency.length() - 1) : concurrency;
    try {
      int count = Math.multiplyExact(Integer.parseInt(number), isPerNode ? nodes : 1);
      require(count > 0, "--concurrency: expected at least one client");
      return count;
    } catch (NumberFormatException | ArithmeticException e) {
      String expected = "--concurrency: expected a number, or a number and n, not " + concurrency;
      throw new ParameterException(spec.commandLine(), expected, e);
    }
  }

  private void require(boolean isTrue, String expectation) {
    if (!isTrue) {
      throw new ParameterException(spec.commandLine(), expectation);
    }
  }

  private void requireSeconds(double seconds, String option) {
    require(
        seconds > 0 && seconds <= MAX_SECONDS,
        option + ": expected more than 0 seconds and at most 1e9");
  }

  private void requireProgram() {
    require(Files.exists(bin), "--bin: there is no file '" + bin + "'");
    require(
        Files.isRegularFile(bin) && !bin.toString().isEmpty(),
        "--bin: expected a program, but '" + bin + "' is no file");
    require(Files.isExecutable(bin), "--bin: may not be executed; try: chmod +x " + bin);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  /** One line that is written over, where a terminal is attached to see it. */
  private record ProgressLine(PrintWriter err) {
    private static final boolean IS_SHOWN = Boolean.getBoolean("tattle.tty");
    private static final String ERASE = "\r\u001b[K";

    void show(Progress progress) {
      if (IS_SHOWN) {
        err.print(ERASE + progress.line());
        err.flush();
      }
    }

    void log(String line) {
      clear();
      err.println(line);
      err.flush();
    }

    void clear() {
      if (IS_SHOWN) {
        err.print(ERASE);
        err.flush();
      }
    }
  }
}
