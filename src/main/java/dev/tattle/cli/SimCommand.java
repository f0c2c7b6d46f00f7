package dev.tattle.cli;

import dev.tattle.bench.FaultKind;
import dev.tattle.bench.RunFigures;
import dev.tattle.bench.SimulatedRun;
import dev.tattle.bench.Store;
import dev.tattle.bench.Summary;
import dev.tattle.bench.Swarm;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.Verdict;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.nodes.LatencyBudget;
import dev.tattle.nodes.Nodes;
import dev.tattle.runtime.InOrder;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
    description = "Simulates many runs, each from a seed that replays it, until one is not valid.",
    footer = {
      "",
      "Each seed switches about half of the faults on, each at a frequency of its own.",
      "",
      "Examples:",
      "  maelstrom/bench sim -w broadcast --runs 1000",
      "  maelstrom/bench sim -w g-counter --node-count 25 --for 60s --faults kill,loss",
      "  maelstrom/bench sim -w broadcast --seed 42 --log-net-recv",
      "",
      ExitStatus.HELP
    })
final class SimCommand implements Callable<Integer> {
  private static final List<String> NOT_REPLAYED =
      List.of("--runs", "--for", "--json", "--log-net-send", "--log-net-recv");
  private static final String ALL = "all";
  private static final String NONE = "none";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final JudgeOptions judge = new JudgeOptions();

  @Mixin private final RunOptions run = new RunOptions();

  @Option(
      names = "--runs",
      order = -17,
      paramLabel = "N",
      description = "how many runs, while valid (1)")
  private @Nullable Long runs;

  @Option(
      names = "--for",
      order = -16,
      paramLabel = "TIME",
      description = "begin runs so long, while valid: 60s, 5m or 1h")
  private @Nullable String time;

  @Option(
      names = "--faults",
      order = -21,
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "FAULT",
      description =
          "to choose from: partition, one-way, links, loss, duplicate, slow, kill, pause, skew; or"
              + " all, or none (what the workload is to survive)")
  private List<String> faults = List.of();

  @Option(
      names = "--node",
      order = -30,
      paramLabel = "NAME",
      description = "what runs: a workload's node, or auto (the workload's)")
  private @Nullable String node;

  @Option(
      names = "--latency-budget",
      order = -29,
      paramLabel = "TIME",
      description = "that node's: fast, default, frugal, or a time like 240ms (default)")
  private LatencyBudget latencyBudget = LatencyBudget.DEFAULT;

  @Override
  public Integer call() throws IOException, InterruptedException {
    judge.checker(); // Refuses a workload that does not exist.
    Sweep sweep = new Sweep(factory(), kinds());
    long first = run.firstSeed();
    long deadline = time == null ? Long.MAX_VALUE : System.nanoTime() + nanos(time);
    long most = runs != null ? runs : time != null ? Long.MAX_VALUE : 1;
    run.require(most > 0, "--runs: expected at least 1");
    return most == 1 ? sweep.one(first) : sweep.many(first, most, deadline);
  }

  private NodeFactory factory() {
    String name = node == null ? judge.workload : node;
    return Nodes.factory(name, latencyBudget)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--node: there is no '" + name + "'; there are " + Nodes.names()));
  }

  private Set<FaultKind> kinds() {
    if (faults.isEmpty()) {
      return FaultKind.survivedBy(judge.workload);
    }
    if (faults.equals(List.of(ALL))) {
      return EnumSet.allOf(FaultKind.class);
    }
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    if (!faults.equals(List.of(NONE))) {
      faults.forEach(name -> kinds.add(run.faultKind("--faults", name)));
    }
    return kinds;
  }

  private long nanos(String text) {
    Map<Character, TimeUnit> units =
        Map.of('s', TimeUnit.SECONDS, 'm', TimeUnit.MINUTES, 'h', TimeUnit.HOURS);
    TimeUnit unit = text.isEmpty() ? null : units.get(text.charAt(text.length() - 1));
    try {
      if (unit != null) {
        return unit.toNanos(Integer.parseInt(text.substring(0, text.length() - 1)));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ParameterException(
        spec.commandLine(), "--for: expected a number and s, m or h, but it is '" + text + "'");
  }

  /** The runs of one command line. */
  private final class Sweep {
    private final NodeFactory factory;
    private final Set<FaultKind> kinds;
    private final ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    private final long beginNanos = System.nanoTime();
    private final Map<Verdict, Long> count = new EnumMap<>(Verdict.class);
    private final RunFigures figures = new RunFigures();
    private long simulatedNanos;

    Sweep(NodeFactory factory, Set<FaultKind> kinds) {
      this.factory = factory;
      this.kinds = kinds;
    }

    int one(long seed) throws IOException {
      Simulated run = simulate(seed);
      return tell(run);
    }

    int many(long first, long most, long deadline) throws IOException, InterruptedException {
      try (InOrder<Simulated> seeds = new InOrder<>(first, threads(most), this::simulate)) {
        for (long i = 0; i < most && System.nanoTime() < deadline; i++) {
          Simulated run = seeds.take();
          simulatedNanos += run.nanos();
          Verdict verdict = Verdict.of(run.results);
          if (verdict == Verdict.INVALID) {
            int status = tell(run);
            if (!judge.asJson()) {
              say(line(first));
            }
            return status;
          }
          count.merge(verdict, 1L, Long::sum);
          figures.add(run.results);
          progress.show(line(first));
        }
      }
      progress.clear();
      if (judge.asJson()) {
        say(JsonCodec.formatPretty(json(first)));
      } else {
        figures.lines().forEach(this::say);
        say(line(first));
      }
      return ExitStatus.of(count.containsKey(Verdict.VALID) ? Verdict.VALID : Verdict.UNKNOWN);
    }

    /** Messages that are logged come one run after the other. */
    private int threads(long most) {
      return run.logsMessages()
          ? 1
          : (int) Math.min(most, Runtime.getRuntime().availableProcessors());
    }

    private Simulated simulate(long seed) {
      TestOptions plain = run.forRun(judge.workload, Map.of(), seed);
      TestOptions options = Swarm.choose(plain, kinds, run.nemesisInterval());
      TestResult result = SimulatedRun.run(options, factory, progress::log);
      Judgement judgement = judge.ofSimulation();
      Json.Obj judged = judgement.judge(result.history(), result.net());
      return new Simulated(options, result, NodeProblems.added(judged, options.seed(), result));
    }

    /** Stores the run and tells of it; returns the exit status. */
    private int tell(Simulated run) throws IOException {
      progress.clear();
      Store store = Stores.create(run.options.workload());
      TestResult replayed = SimulatedRun.replay(run.options, factory);
      store.writeHistory(replayed.history());
      store.writeMessages(replayed.journal());
      store.writeResults(run.results);
      Stores.Told told = new Stores.Told(run.options, replay(run.options.seed()));
      Stores.writeReport(store, told, run.results, replayed);
      NodeProblems.explain(run.result, spec.commandLine());
      int status = judge.tell(run.results, store.directory(), false);
      if (!judge.asJson()) {
        say(Summary.line("faults", Summary.faults(run.options)));
        say(Summary.line("replay", replay(run.options.seed())));
      }
      return status;
    }

    private void say(String line) {
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
    }

    private Json json(long first) {
      Map<String, Json> fields = new LinkedHashMap<>();
      fields.put("first-seed", Json.of(first));
      fields.put("valid-count", Json.of(count.getOrDefault(Verdict.VALID, 0L)));
      fields.put("unknown-count", Json.of(count.getOrDefault(Verdict.UNKNOWN, 0L)));
      fields.putAll(figures.json());
      return new Json.Obj(fields);
    }

    private String line(long first) {
      double seconds = (System.nanoTime() - beginNanos) / 1e9;
      return String.format(
          Locale.ROOT,
          "%d valid, %d unknown from seed %d on; %.0f simulated seconds in %.1f, %.0f a second",
          count.getOrDefault(Verdict.VALID, 0L),
          count.getOrDefault(Verdict.UNKNOWN, 0L),
          first,
          simulatedNanos / 1e9,
          seconds,
          simulatedNanos / 1e9 / seconds);
    }
  }

  /** The command line that runs this seed again, alone. */
  private String replay(long seed) {
    return CommandLines.again(spec, NOT_REPLAYED, seed);
  }

  /** A run and its judgement. */
  private record Simulated(TestOptions options, TestResult result, Json.Obj results) {
    long nanos() {
      int count = result.history().size();
      return count == 0 ? 0 : result.history().get(count - 1).timeNanos();
    }
  }
}
