package dev.tattle.cli;

import dev.tattle.bench.Problem;
import dev.tattle.bench.Store;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.process.NodeCommand;
import dev.tattle.bench.process.ProcessRun;
import dev.tattle.core.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
  private static final int EXPLAINED_PROBLEMS = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Mixin private final RunOptions run = new RunOptions();

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
      names = "--test-count",
      order = -9,
      paramLabel = "N",
      description = "run up to so often, while valid (1)")
  private int testCount = 1;

  @Option(names = "--log-stderr", order = -8, description = "show what nodes write to stderr")
  private boolean logStderr;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Judgement judgement = new Judgement(judge.checker(), judge.availability());
    require(testCount > 0, "--test-count: expected at least 1");
    requireProgram();
    int status = 0;
    for (int i = 0; i < testCount && status == 0; i++) {
      status = runOnce(judgement, run.of(judge.workload));
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
      ProcessRun process = new ProcessRun(options, command, store);
      result = process.run(new ProcessRun.Listeners(progress::show, progress::log));
    } finally {
      progress.clear();
    }
    Json.Obj results = withNodes(judgement.judge(result.history(), result.net()), result);
    store.writeResults(results);
    explain(result, store.nodeLogs());
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
  private void explain(TestResult result, Path logs) {
    PrintWriter err = spec.commandLine().getErr();
    List<Problem> problems = result.problems();
    for (Problem problem : problems.subList(0, Math.min(problems.size(), EXPLAINED_PROBLEMS))) {
      err.println("test: " + problem.text());
    }
    boolean isLogNamed = problems.stream().anyMatch(p -> p.details().containsKey("log"));
    if (!problems.isEmpty() && !isLogNamed) {
      err.println("test: what nodes wrote to stderr is in " + logs);
    }
    err.flush();
  }

  private void requireProgram() {
    require(Files.exists(bin), "--bin: there is no file '" + bin + "'");
    require(
        Files.isRegularFile(bin) && !bin.toString().isEmpty(),
        "--bin: expected a program, but '" + bin + "' is no file");
    require(Files.isExecutable(bin), "--bin: may not be executed; try: chmod +x " + bin);
  }

  private void require(boolean isTrue, String expectation) {
    if (!isTrue) {
      throw new ParameterException(spec.commandLine(), expectation);
    }
  }
}
