package dev.tattle.cli;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.process.LoopRun;
import dev.tattle.bench.process.OrderlyEnd;
import dev.tattle.bench.service.FaultCommands;
import dev.tattle.bench.service.ServiceRun;
import dev.tattle.bench.store.RunFolder;
import java.io.IOException;
import java.net.URI;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster}: runs a workload against a service that runs already. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/bench cluster -w WORKLOAD --url URL,... [OPTIONS]",
    description =
        "Sends requests to a service that runs already, over HTTP, and judges its answers.",
    optionListHeading = "%nOptions, and in brackets their defaults:%n",
    footer = {
      "",
      "Workloads:",
      "  counter-next    POST /next hands out a number, GET /get shows the last one. The answer is",
      "                  the number, or a JSON object with it. Nobody else may take numbers then.",
      "  counter-strong  all that Tattle's strong counters can do: maelstrom/counter serve",
      "",
      "The shell that runs a command has the node's name in $NODE (n1, n2, ... in the order of the",
      "URLs), its URL in $URL, and in $FROM the nodes that it must not hear any more.",
      "",
      "Examples:",
      "  maelstrom/bench cluster -w counter-strong --time-limit 20 --rate 20 \\",
      "      --url http://localhost:8001,http://localhost:8002,http://localhost:8003",
      "  maelstrom/bench cluster -w counter-next --url http://a:8001,http://b:8001 \\",
      "      --kill 'ssh $NODE pkill -9 -f counter' --restart 'ssh $NODE start-counter'",
      "",
      ExitStatus.HELP
    })
final class ServiceTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Option(
      names = "--url",
      required = true,
      order = -29,
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "URL",
      description = "of each node: http://host:port")
  private List<URI> urls = List.of();

  @Mixin private final RunOptions run = new RunOptions();

  @Option(
      names = "--kill",
      order = -21,
      paramLabel = "COMMAND",
      description = "ends a node at once; with --restart (none)")
  private @Nullable String kill;

  @Option(names = "--restart", order = -21, paramLabel = "COMMAND", description = "starts it again")
  private @Nullable String restart;

  @Option(
      names = "--pause",
      order = -21,
      paramLabel = "COMMAND",
      description = "stops a node where it is; with --resume (none)")
  private @Nullable String pause;

  @Option(names = "--resume", order = -21, paramLabel = "COMMAND", description = "lets it go on")
  private @Nullable String resume;

  @Option(
      names = "--cut",
      order = -21,
      paramLabel = "COMMAND",
      description = "lets a node hear no more of those in $FROM; with --heal (none)")
  private @Nullable String cut;

  @Option(names = "--heal", order = -21, paramLabel = "COMMAND", description = "ends that")
  private @Nullable String heal;

  @Mixin private final StoreOption storeOption = new StoreOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    run.require(
        ServiceRun.WORKLOADS.contains(judge.workload().name()),
        "--workload: expected one of " + String.join(", ", ServiceRun.WORKLOADS));
    Judgement judgement = judge.workload().judgement(judge.demands());
    for (URI url : urls) {
      run.require(
          "http".equals(url.getScheme()) && url.getHost() != null,
          "--url: expected http://host:port, not " + url);
    }
    FaultCommands commands = commands();
    TestOptions options = options(commands);
    RunFolder store = Stores.create(storeOption, options.workload(), spec.commandLine());
    try (OrderlyEnd end = OrderlyEnd.begin()) {
      TestResult result = run(options, commands, store, end);
      Results judged = judgement.judge(result.history(), result.net());
      Results results = result.results(options, judged, judge.isStrict(false));
      if (end.isRequested()) {
        results = TestCommand.interrupted(results);
      }
      store.writeResults(results.json());
      NodeProblems.explain(result, spec.commandLine());
      String again = CommandLines.again(spec, List.of("--json"), options.seed());
      Stores.writeReport(store, new Stores.Told(options, again, urls.toString()), results, result);
      Stores.tellFailures(store, spec.commandLine());
      return judge.tell(results, store.directory());
    }
  }

  private FaultCommands commands() {
    try {
      return new FaultCommands(kill, restart, pause, resume, cut, heal);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private TestOptions options(FaultCommands commands) {
    List<String> names = new ArrayList<>();
    urls.forEach(url -> names.add("n" + (names.size() + 1)));
    run.nameNodes(names, List.of());
    Map<FaultKind, Duration> faults = new EnumMap<>(FaultKind.class);
    commands.kinds().forEach(kind -> faults.put(kind, run.nemesisInterval()));
    TestOptions options = run.forRun(judge.workload(), faults, run.firstSeed());
    run.require(
        options.nodes().size() == urls.size(), "--nodes: the nodes are those that --url names");
    return options.toBuilder().durable(true).build();
  }

  private TestResult run(
      TestOptions options, FaultCommands commands, RunFolder store, OrderlyEnd end)
      throws IOException, InterruptedException {
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    ServiceRun service = new ServiceRun(options, urls, commands, store);
    end.stopBy(service::interrupt);
    try {
      return service.run(new LoopRun.Listeners(now -> progress.show(now.line()), progress::log));
    } finally {
      progress.clear();
    }
  }
}
