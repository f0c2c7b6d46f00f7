package dev.tattle.cli;

import dev.tattle.bench.Problem;
import dev.tattle.bench.Progress;
import dev.tattle.bench.Store;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.process.NodeCommand;
import dev.tattle.bench.process.ProcessRun;
import dev.tattle.bench.report.Report;
import dev.tattle.bench.report.ReportPage;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.io.PrintWriter;
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
    description = "Starts nodes, asks them to do work, injects faults, and judges the history.",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench test -w echo --bin maelstrom/node --node-count 1 --time-limit 10",
      "  maelstrom/bench test -w broadcast --bin maelstrom/node --node-count 5 --time-limit 20 \\",
      "      --rate 10 --nemesis partition",
      "  maelstrom/bench test -w g-counter --bin ./counter.py -- --verbose",
      "",
      ExitStatus.HELP
    })
final class TestCommand implements Callable<Integer> {
  /** The faults that can be injected. */
  enum Fault {
    /** Cuts the network into parts, and heals it. */
    PARTITION
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Option(names = "--bin", required = true, description = "the program that runs a node")
  private Path bin = Path.of("");

  @Parameters(paramLabel = "ARG", description = "given to each node; put -- before options")
  private List<String> args = new ArrayList<>();

  @Option(names = "--node-count", description = "nodes n0, n1, …; overrides --nodes")
  private int nodeCount;

  @Option(names = "--nodes", split = ",", description = "names of nodes (n1,n2,n3,n4,n5)")
  private List<String> nodeNames = List.of("n1", "n2", "n3", "n4", "n5");

  @Option(names = "--rate", description = "operations a second over all clients (5)")
  private double rate = 5;

  @Option(names = "--time-limit", description = "seconds of operations (60)")
  private double timeLimitSeconds = 60;

  @Option(names = "--concurrency", description = "clients; 4n is four a node (1n)")
  private String concurrency = "1n";

  @Option(names = "--latency", description = "mean latency between servers in ms (0)")
  private double latencyMillis;

  @Option(names = "--latency-dist", description = "constant, uniform or exponential (constant)")
  private Latency.Distribution latencyDistribution = Latency.Distribution.CONSTANT;

  @Option(names = "--nemesis", split = ",", description = "faults to inject: partition")
  private List<Fault> faults = List.of();

  @Option(names = "--nemesis-interval", description = "mean seconds between faults (10)")
  private double nemesisIntervalSeconds = 10;

  @Option(
      names = "--topology",
      description = "told to broadcast: grid, line, total, tree, tree2, tree3, tree4 (grid)")
  private Topology topology = Topology.GRID;

  @Option(names = "--log-stderr", description = "show what nodes write to stderr")
  private boolean logStderr;

  @Option(names = "--log-net-send", description = "show messages when they are sent")
  private boolean logNetSend;

  @Option(names = "--log-net-recv", description = "show messages when they are received")
  private boolean logNetRecv;

  @Option(names = "--test-count", description = "run up to so often, while valid (1)")
  private int testCount = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Judgement judgement = new Judgement(judge.checker(), judge.availability());
    require(testCount > 0, "--test-count: expected at least 1");
    int status = 0;
    for (int i = 0; i < testCount && status == 0; i++) {
      status = runOnce(judgement, options());
    }
    return status;
  }

  private int runOnce(Judgement judgement, TestOptions options)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("tattle.store", "store"));
    Store store = Store.create(root, options.workload(), Instant.now());
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
    result.problems().forEach(this::explain);
    Path page = store.writeReport(ReportPage.html(report(store, options, results, result)));
    String place = "results     " + store.directory().resolve("results.json").normalize();
    int status = judge.tell(results, List.of(place, "report      " + page.normalize()));
    return result.isBroken() ? ExitStatus.BROKEN : status;
  }

  private static Report report(
      Store store, TestOptions options, Json.Obj results, TestResult result) {
    return new Report(
        options.workload() + " " + store.directory().getFileName(),
        List.of("results.json", "history.jsonl", "messages.jsonl", "node-logs/"),
        options,
        results,
        result.history(),
        result.journal());
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

  /** Says on stderr what a node did, in full: what it wrote, what was expected. */
  private void explain(Problem problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("test: " + problem.summary());
    problem.details().forEach((name, detail) -> err.println("  " + name + ": " + text(detail)));
    err.flush();
  }

  private static String text(Json detail) {
    if (detail instanceof Json.Text text) {
      return text.value();
    }
    if (detail instanceof Json.Arr lines) {
      StringBuilder all = new StringBuilder();
      lines.items().forEach(line -> all.append("\n    ").append(text(line)));
      return all.toString();
    }
    return JsonCodec.format(detail);
  }

  private TestOptions options() {
    List<NodeId> nodes = nodes();
    require(rate >= 0, "--rate: expected at least 0");
    require(timeLimitSeconds > 0, "--time-limit: expected more than 0 seconds");
    require(latencyMillis >= 0, "--latency: expected at least 0 ms");
    require(nemesisIntervalSeconds > 0, "--nemesis-interval: expected more than 0 seconds");
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
    require(nodeCount >= 0, "--node-count: expected at least 1");
    List<NodeId> nodes =
        nodeCount > 0
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
