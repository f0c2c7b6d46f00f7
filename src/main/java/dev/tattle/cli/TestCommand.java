package dev.tattle.cli;

import dev.tattle.bench.FaultKind;
import dev.tattle.bench.Store;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.process.NodeCommand;
import dev.tattle.bench.process.ProcessRun;
import dev.tattle.core.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Option(names = "--bin", required = true, description = "the program that runs a node")
  private Path bin = Path.of("");

  @Parameters(paramLabel = "ARG", description = "given to each node; put -- before options")
  private List<String> args = new ArrayList<>();

  @Mixin private final RunOptions run = new RunOptions();

  @Option(
      names = "--nemesis",
      split = ",",
      paramLabel = "FAULT",
      description = "faults to inject: partition, one-way, loss, duplicate, slow")
  private List<String> faults = List.of();

  @Option(names = "--log-stderr", description = "show what nodes write to stderr")
  private boolean logStderr;

  @Option(names = "--test-count", description = "run up to so often, while valid (1)")
  private int testCount = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Judgement judgement = new Judgement(judge.checker(), judge.availability());
    run.require(testCount > 0, "--test-count: expected at least 1");
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
      ProcessRun processes = new ProcessRun(options, command, store);
      result =
          processes.run(new ProcessRun.Listeners(now -> progress.show(now.line()), progress::log));
    } finally {
      progress.clear();
    }
    Json.Obj results = NodeProblems.added(judgement.judge(result.history(), result.net()), result);
    store.writeResults(results);
    NodeProblems.explain(result, spec.commandLine());
    String place = "results     " + store.directory().resolve("results.json").normalize();
    int status = judge.tell(results, List.of(place));
    return result.isBroken() ? ExitStatus.BROKEN : status;
  }

  private TestOptions options() {
    Map<FaultKind, Duration> kinds = new EnumMap<>(FaultKind.class);
    for (String name : faults) {
      FaultKind kind = run.faultKind(name);
      run.require(kind.isOfNetwork(), "--nemesis: " + name + " can only be simulated; see sim");
      kinds.put(kind, run.nemesisInterval());
    }
    return run.forRun(judge.workload, kinds, new SplittableRandom().nextLong());
  }
}
