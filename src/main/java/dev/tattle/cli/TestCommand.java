package dev.tattle.cli;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.process.LoopRun;
import dev.tattle.bench.process.NodeProgram;
import dev.tattle.bench.process.OrderlyEnd;
import dev.tattle.bench.process.ProcessRun;
import dev.tattle.bench.store.RunFolder;
import dev.tattle.core.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test}: runs a workload against processes, with Maelstrom's command line. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/bench test -w NAME --bin PROGRAM [OPTIONS] [-- ARG...]",
    description = "Starts nodes, sends them operations, injects faults, and judges the answers.",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench test -w echo --bin maelstrom/node --time-limit 10",
      "  maelstrom/bench test -w broadcast --bin maelstrom/node --node-count 25 \\",
      "      --time-limit 20 --rate 100 --latency 100 --nemesis partition",
      "  maelstrom/bench test -w g-set --bin maelstrom/node --time-limit 30 --seed 7 \\",
      "      --nemesis partition,one-way,loss,duplicate,slow,kill,pause",
      "  maelstrom/bench test -w g-counter --bin ./counter.py -- --verbose",
      "",
      "Nodes are real processes. A seed repeats the operations, faults, latencies and",
      "losses, but not how fast the processes are. A killed node may lose what it held",
      "only in memory; with --durable it may lose nothing.",
      "",
      "Each run writes a folder in store/: index.html shows the run; results.json,",
      "history.jsonl and node-logs/ are beside it. store/latest is the last run.",
      "",
      ExitStatus.HELP
    })
final class TestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Option(
      names = "--bin",
      required = true,
      order = -29,
      paramLabel = "PROGRAM",
      description = "executable file that runs one node")
  private Path bin = Path.of("");

  @Parameters(paramLabel = "ARG", description = "arguments of PROGRAM; put -- before them")
  private List<String> args = new ArrayList<>();

  @Mixin private final RunOptions run = new RunOptions();

  @Option(
      names = {"-n", "--node"},
      order = -27,
      paramLabel = "NAME",
      description = "add a node of this name; can be repeated")
  private List<String> nodes = List.of();

  @Option(
      names = "--nodes-file",
      order = -27,
      paramLabel = "FILE",
      description = "add the nodes that this file names, one per line")
  private @Nullable Path nodesFile;

  @Option(
      names = "--nemesis",
      completionCandidates = Candidates.NemesisNames.class,
      order = -21,
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "FAULT",
      description =
          "faults to inject: partition, one-way, links, loss, duplicate, slow, kill, pause"
              + " (default: none)")
  private List<String> faults = List.of();

  @Option(
      names = {"--test-count", "--runs"},
      order = -9,
      paramLabel = "N",
      description = "number of runs; stops at the first that is not valid (default: 1)")
  private int testCount = 1;

  @Option(names = "--log-stderr", order = -8, description = "print what the nodes write to stderr")
  private boolean logStderr;

  @Mixin private final StoreOption storeOption = new StoreOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Judgement judgement = judge.workload().judgement(judge.demands());
    run.require(testCount > 0, "--test-count: expected at least 1");
    Programs.require(spec.commandLine(), "--bin", bin);
    nameNodes();
    WithoutEffect.tell(spec);
    int status = 0;
    long first = run.firstSeed();
    try (OrderlyEnd end = OrderlyEnd.begin()) {
      for (int i = 0; i < testCount && status == 0; i++) {
        status = runOnce(judgement, options(first + i), end);
      }
    }
    return status;
  }

  private void nameNodes() throws IOException {
    List<String> ofFile = List.of();
    if (nodesFile != null) {
      run.require(Files.isRegularFile(nodesFile), "--nodes-file: there is no file " + nodesFile);
      ofFile = Files.readAllLines(nodesFile);
    }
    run.nameNodes(ofFile, nodes);
  }

  private int runOnce(Judgement judgement, TestOptions options, OrderlyEnd end)
      throws IOException, InterruptedException {
    RunFolder store = Stores.create(storeOption, options.workload(), spec.commandLine());
    TestResult result = run(options, store, end);
    Results judged = judgement.judge(result.history(), result.net());
    Results results = result.results(options, judged, judge.isStrict(false));
    if (end.isRequested()) {
      results = interrupted(results);
    }
    store.writeResults(results.json());
    NodeProblems.explain(result, spec.commandLine());
    sayWhereLogsAre(result, store);
    String again = CommandLines.again(spec, List.of("--test-count", "--json"), options.seed());
    Stores.writeReport(store, new Stores.Told(options, again, program()), results, result);
    Stores.tellFailures(store, spec.commandLine());
    return judge.tell(results, store.directory());
  }

  private TestResult run(TestOptions options, RunFolder store, OrderlyEnd end)
      throws IOException, InterruptedException {
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    NodeProgram command = new NodeProgram(bin, args, logStderr ? progress::log : line -> {});
    ProcessRun processes = new ProcessRun(options, command, store);
    end.stopBy(processes::interrupt);
    try {
      return processes.run(new LoopRun.Listeners(now -> progress.show(now.line()), progress::log));
    } finally {
      progress.clear();
    }
  }

  private String program() {
    String arguments = args.isEmpty() ? "" : " " + String.join(" ", args);
    return bin + arguments;
  }

  /** Of half a run nothing is certain: what is missing in the end may only have been on its way. */
  static Results interrupted(Results results) {
    Json unknown = Json.of("unknown");
    return results
        .with("interrupted", Json.object("valid?", unknown))
        .with("valid?", unknown)
        .without("broken");
  }

  private TestOptions options(long seed) {
    Map<FaultKind, Duration> kinds = new EnumMap<>(FaultKind.class);
    Duration interval = run.nemesisInterval();
    for (String name : faults) {
      FaultKind kind = run.faultKind("--nemesis", name, FaultKind::appliesToProcesses);
      run.require(
          kind.appliesToProcesses(),
          "--nemesis: '" + name.strip() + "' can only be simulated; see sim");
      kinds.put(kind, interval);
    }
    return run.forRun(judge.workload(), kinds, seed).toBuilder().durable(judge.isDurable()).build();
  }

  private void sayWhereLogsAre(TestResult result, RunFolder store) throws IOException {
    List<Problem> problems = result.problems();
    boolean isLogNamed = problems.stream().anyMatch(p -> p.details().containsKey("log"));
    if (!problems.isEmpty() && !isLogNamed) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("test: the stderr of the nodes is in " + store.nodeLogs());
      err.flush();
    }
  }
}
