package dev.tattle.cli;

import dev.tattle.bench.check.Results;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.PlainText;
import dev.tattle.bench.history.Shown;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.process.OrderlyEnd;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.CaseCodec;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Shrinker;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.store.RunFolder;
import dev.tattle.bench.verdict.Offenders;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.core.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Stores a simulated run and tells of it. One that failed is told of first and then shrunk, which
 * may take a while, and its smallest case is stored with it.
 */
final class SimulatedReport {
  /** What makes no difference to a run. */
  private static final List<String> NOT_REPLAYED =
      List.of("--runs", "--for", "--json", "--log-net-send", "--log-net-recv");

  /** What a stored case does not say. */
  private static final List<String> WITH_CASE =
      List.of(
          "--node",
          "--latency-budget",
          "--consistency",
          "--consistency-models",
          "--availability",
          "--strict",
          "--store");

  /** The folder of a case within its run's folder. */
  private static final String SMALLEST = "smallest";

  /** A longer case is left to its page. */
  private static final int MOST_LINES = 30;

  private static final String INDENT = "  ";

  private final CommandLine command;
  private final JudgeOptions judge;
  private final Simulation simulation;
  private final Place place;
  private final ProgressLine progress;

  /** What is only said once all is known, where the results are printed as JSON. */
  private final Map<String, Json> more = new LinkedHashMap<>();

  /**
   * Where its runs are stored, and what they are runs of.
   *
   * @param program the simulated node
   */
  record Place(StoreOption store, String program) {}

  SimulatedReport(CommandLine command, JudgeOptions judge, Simulation simulation, Place place) {
    this.command = command;
    this.judge = judge;
    this.simulation = simulation;
    this.place = place;
    progress = new ProgressLine(command.getErr());
  }

  /**
   * Tells of a run that a seed drew, and shrinks it where it failed, until that end is requested.
   * Returns the exit status.
   */
  int tell(Trial trial, OrderlyEnd end) {
    TestOptions options = trial.options();
    RunFolder store = Stores.create(place.store, options.workload(), command);
    String again = replay(options);
    write(store, new Stores.Told(options, again, place.program));
    verdict(store, trial);
    say("faults", Summary.faults(options));
    String services = Summary.services(options);
    if (!services.isEmpty()) {
      say("services", services);
    }
    say("replay", again);
    if (trial.results().verdict() == Verdict.INVALID) {
      shrink(store, trial, end);
    }
    return end(store, trial);
  }

  /**
   * Runs a stored case and tells of it. The replay keeps its case where a failing seed keeps its
   * smallest one, so the same command finds it in the latest run again. Returns the exit status.
   */
  int tell(Case stored) {
    RunFolder store = Stores.create(place.store, stored.options().workload(), command);
    String again = replay(store.inside(SMALLEST).writeCase(CaseCodec.toJson(stored)));
    Trial trial = write(store, new Stores.Told(stored.options(), again, place.program));
    verdict(store, trial);
    say("case", stored.size());
    printAll(stored, trial);
    say("replay", again);
    return end(store, trial);
  }

  private Trial write(RunFolder store, Stores.Told told) {
    Trial trial = simulation.replay(told.options());
    store.writeHistory(trial.result().history());
    store.writeMessages(trial.result().journal());
    store.writeResults(trial.results().json());
    Stores.writeReport(store, told, trial.results(), trial.result());
    return trial;
  }

  private void verdict(RunFolder store, Trial trial) {
    NodeProblems.explain(trial.result(), command);
    if (!judge.asJson()) {
      judge.tell(trial.results(), store.directory());
    }
    List<Operation> history = trial.result().history();
    List<String> lines = Offenders.lines(trial.results(), history, trial.options().nodes());
    if (!lines.isEmpty()) {
      more.put("offending", Json.array(lines.stream().map(Json::of).toList()));
      printLines("offending", lines);
    }
  }

  private int end(RunFolder store, Trial trial) {
    Stores.tellFailures(store, command);
    if (!judge.asJson()) {
      return status(trial.results());
    }
    Map<String, Json> all = new LinkedHashMap<>(trial.results().json().fields());
    all.putAll(more);
    Results results = new Results(new Json.Obj(all), trial.results().parts());
    judge.tell(results, store.directory());
    return status(trial.results());
  }

  /** What broke a simulated run is the node's fault: nothing else is there. */
  private static int status(Results results) {
    return ExitStatus.of(results.verdict());
  }

  private void shrink(RunFolder store, Trial trial, OrderlyEnd end) {
    Failure failure = Failure.of(trial);
    Optional<Shrinker.Shrunk> shrunk =
        Shrinker.shrink(
            trial.options(),
            trial.result().history(),
            options -> failure.equals(Failure.of(simulation.run(options, line -> {}))),
            (smallest, runs) -> {
              showProgress(smallest, runs);
              return !end.isRequested();
            });
    progress.clear();
    if (shrunk.isEmpty()) {
      say("smallest", "none: replayed step by step, the seed does not fail in the same way");
      return;
    }
    String until = end.isRequested() ? ", until it was interrupted" : "";
    tellSmallest(store.inside(SMALLEST), shrunk.get(), until);
  }

  private void tellSmallest(RunFolder store, Shrinker.Shrunk shrunk, String until) {
    Case smallest = shrunk.smallest();
    Path file = store.writeCase(CaseCodec.toJson(smallest));
    String again = replay(file);
    Trial trial = write(store, new Stores.Told(smallest.options(), again, place.program));
    more.put(
        SMALLEST,
        Json.object(
            "size", Json.of(smallest.size()),
            "runs", Json.of(shrunk.runs()),
            "case", Json.of(file.toString()),
            "replay", Json.of(again)));
    String found = smallest.size() + ", found in " + Shown.counted(shrunk.runs(), "run") + until;
    print(List.of(Summary.line("smallest", found)));
    printAll(smallest, trial);
    String page = store.directory().resolve("index.html").toString();
    print(List.of(Summary.line("its page", page), Summary.line("its replay", again)));
  }

  private void showProgress(Case smallest, int runs) {
    progress.show(
        "shrinking: %s; run %d of at most %d".formatted(smallest.size(), runs, Shrinker.MAX_RUNS));
  }

  /** All that happens in a case, where that is little, with what is wrong beside it. */
  private void printAll(Case told, Trial trial) {
    if (told.plan().operations().size() + told.plan().faults().size() <= MOST_LINES) {
      List<Operation> history = trial.result().history();
      printLines("all of it", Offenders.within(trial.results(), history, told.nodes()));
    }
  }

  private void say(String name, String text) {
    more.put(name, Json.of(text));
    print(List.of(Summary.line(name, text)));
  }

  private void printLines(String name, List<String> lines) {
    print(List.of(name));
    print(lines.stream().map(line -> INDENT + line).toList());
  }

  private void print(List<String> lines) {
    if (!judge.asJson()) {
      lines.forEach(line -> command.getOut().println(PlainText.line(line)));
      command.getOut().flush();
    }
  }

  private String replay(TestOptions options) {
    return CommandLines.again(command.getCommandSpec(), NOT_REPLAYED, options.seed());
  }

  private String replay(Path file) {
    return CommandLines.withFile(command.getCommandSpec(), WITH_CASE, "--case", file.toString());
  }
}
