package dev.tattle.cli;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.process.OrderlyEnd;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.CaseCodec;
import dev.tattle.bench.shrink.CaseException;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Workload;
import dev.tattle.core.NodeFactory;
import dev.tattle.nodes.Nodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sim}: runs a workload against nodes in this process, on virtual time. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = {
      "maelstrom/bench sim -w NAME [OPTIONS]",
      "       maelstrom/bench sim --case FILE [--node NAME] [--json]",
      "       maelstrom/bench sim --merge DIR... [--json]"
    },
    description = "Simulates runs, each from a seed that replays it, until one is not valid.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each seed chooses about half of the faults, and how often each one happens.",
      "If a seed fails, the bench shrinks it: it looks for the fewest nodes, operations",
      "and faults that still fail, and stores them in smallest/ in the run's folder.",
      "--case replays them.",
      "",
      "Examples:",
      "  maelstrom/bench sim -w broadcast --runs 1000",
      "  maelstrom/bench sim -w g-counter --node-count 25 --for 60s --faults kill,loss",
      "  maelstrom/bench sim -w broadcast --seed 42 --log-net-recv",
      "  maelstrom/bench sim -w broadcast --seed 1 --runs 90000 --shard 2/3",
      "  maelstrom/bench sim --merge store",
      "  maelstrom/bench sim --case store/broadcast/latest/smallest/case.json",
      "",
      ExitStatus.HELP
    })
final class SimCommand implements Callable<Integer> {
  /** The options that go with a stored case. */
  private static final List<String> WITH_CASE =
      List.of(
          "--case",
          "--node",
          "--latency-budget",
          "--consistency",
          "--availability",
          "--consistency-models",
          "--strict",
          "--json",
          "--store");

  /** What may differ from shard to shard. */
  private static final List<String> NOT_OF_CAMPAIGN = List.of("--shard", "--store", "--json");

  static final String ALL = "all";
  static final String NONE = "none";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Mixin private final RunOptions run = new RunOptions();

  @Option(
      names = "--runs",
      order = -17,
      paramLabel = "N",
      description = "number of runs; stops at the first that is not valid (default: 1)")
  private @Nullable Long runs;

  @Option(
      names = "--for",
      order = -16,
      paramLabel = "TIME",
      description = "start runs for this long, such as 60s, 5m or 1h")
  private @Nullable Duration time;

  @Option(
      names = "--faults",
      completionCandidates = Candidates.SimulatedFaultNames.class,
      order = -21,
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "FAULT",
      description =
          "faults that seeds choose from: partition, one-way, links, loss, duplicate, slow, kill,"
              + " pause, skew; with --durable slow-disk and full-disk; or all, or none"
              + " (default: those that the workload must survive)")
  private List<String> faults = List.of();

  @Mixin private final SimulatedNodes nodes = new SimulatedNodes();

  @Option(
      names = "--case",
      order = -15,
      paramLabel = "FILE",
      description = "replay the case in this case.json")
  private @Nullable Path caseFile;

  @Option(
      names = "--shard",
      order = -14,
      paramLabel = "I/N",
      description = "run only every N-th seed, starting with the I-th; writes shard-I-of-N.json")
  private @Nullable String shardText;

  @Option(
      names = "--merge",
      order = -13,
      arity = "1..*",
      paramLabel = "DIR",
      description = "add up the shard files in these folders")
  private List<Path> merged = List.of();

  @Mixin private final StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    if (caseFile != null) {
      Case stored = storedCase(caseFile);
      return report(stored.options().workload()).tell(stored);
    }
    if (!merged.isEmpty()) {
      return Campaign.merge(spec.commandLine(), merged, judge.asJson());
    }
    Workload workload = judge.workload();
    Seeds seeds = seeds(workload);
    SimulatedReport report = report(workload.name());
    Shard shard = shard();
    long most = runs != null ? runs : time != null ? Long.MAX_VALUE : 1;
    run.require(most > 0, "--runs: expected at least 1");
    if (most > 1 || shardText != null) {
      return campaign(seeds, report, shard, most);
    }
    Trial trial = seeds.run(run.firstSeed());
    try (OrderlyEnd end = OrderlyEnd.begin()) {
      return report.tell(trial, end);
    }
  }

  private Seeds seeds(Workload workload) {
    Simulation simulation = simulation(workload.name());
    Set<FaultKind> kinds = kinds(workload);
    return new Seeds(
        spec.commandLine(),
        judge.asJson(),
        simulation,
        seed -> Swarm.choose(plain(workload, seed), kinds, run.nemesisInterval()));
  }

  private int campaign(Seeds seeds, SimulatedReport report, Shard shard, long most)
      throws IOException {
    long first = run.firstSeed() + shard.index();
    long own = shard.runs(most);
    long deadline = time == null ? Long.MAX_VALUE : System.nanoTime() + time.toNanos();
    Seeds.Extent extent = new Seeds.Extent(first, own, deadline, threads(own), shard.count());
    try (OrderlyEnd end = OrderlyEnd.begin()) {
      int status = seeds.run(extent, trial -> report.tell(trial, end), end);
      if (shardText != null) {
        String what = CommandLines.again(spec, NOT_OF_CAMPAIGN, run.firstSeed());
        what = what.substring(what.indexOf(" sim ") + 1);
        Campaign.write(store.root(), shard, what, seeds.tally(first));
      }
      return status;
    }
  }

  private Shard shard() {
    if (shardText == null) {
      return Shard.WHOLE;
    }
    boolean hasSeed = spec.commandLine().getParseResult().hasMatchedOption("--seed");
    run.require(hasSeed, "--shard: expected --seed too, the same for all shards");
    run.require(runs != null || time != null, "--shard: expected --runs or --for too");
    try {
      return Shard.parse(shardText);
    } catch (IllegalArgumentException e) {
      throw wrong("--shard: " + e.getMessage());
    }
  }

  /** Messages that are logged come one run after the other. */
  private int threads(long most) {
    return run.logsMessages()
        ? 1
        : (int) Math.max(1, Math.min(most, Runtime.getRuntime().availableProcessors()));
  }

  private SimulatedReport report(String workload) {
    SimulatedReport.Place place = new SimulatedReport.Place(store, nodes.program(workload));
    return new SimulatedReport(spec.commandLine(), judge, simulation(workload), place);
  }

  private Simulation simulation(String workload) {
    return new Simulation(factory(workload), judge.demands(), judge.isStrict(true));
  }

  private NodeFactory factory(String workload) {
    String problem =
        "there is no node '%s'; there are %s, and classes by their full names; %s"
            .formatted(
                nodes.name(workload), String.join(", ", Nodes.names()), OwnClasses.nodeHint());
    try {
      return nodes.factory(workload).orElseThrow(() -> wrong("--node: " + problem));
    } catch (IllegalArgumentException e) {
      throw wrong("--node: " + e.getMessage());
    }
  }

  private Case storedCase(Path file) throws IOException {
    spec.commandLine().getParseResult().matchedOptions().stream()
        .filter(option -> !WITH_CASE.contains(option.longestName()))
        .findFirst()
        .ifPresent(
            option -> {
              throw wrong(
                  "--case: the case file says what to run; leave out " + option.longestName());
            });
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(CaseCodec.MAX_BYTES + 1);
      run.require(bytes.length <= CaseCodec.MAX_BYTES, "--case: expected less than 16 MiB");
      return CaseCodec.parse(bytes);
    } catch (CaseException e) {
      throw wrong("--case: " + file + ": " + e.getMessage());
    }
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private TestOptions plain(Workload workload, long number) {
    return run.forRun(workload, Map.of(), number).toBuilder().durable(judge.isDurable()).build();
  }

  private Set<FaultKind> kinds(Workload workload) {
    if (faults.isEmpty()) {
      return workload.survives(judge.isDurable());
    }
    if (isOnly(ALL)) {
      return EnumSet.allOf(FaultKind.class);
    }
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    if (!isOnly(NONE)) {
      faults.forEach(name -> kinds.add(faultKind(name)));
    }
    return kinds;
  }

  private boolean isOnly(String name) {
    return faults.size() == 1 && faults.get(0).strip().equals(name);
  }

  private FaultKind faultKind(String name) {
    FaultKind kind = run.faultKind("--faults", name, k -> judge.isDurable() || !k.needsDisk());
    run.require(
        judge.isDurable() || !kind.needsDisk(),
        "--faults: '" + name + "' needs nodes with a disk; add --durable");
    return kind;
  }
}
