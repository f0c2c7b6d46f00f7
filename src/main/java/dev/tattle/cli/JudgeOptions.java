package dev.tattle.cli;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.check.txn.ConsistencyModels;
import dev.tattle.bench.history.PlainText;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.wire.JsonCodec;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a run is judged and reported: options that several commands share. */
final class JudgeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-w", "--workload"},
      order = -30,
      paramLabel = "NAME",
      completionCandidates = Candidates.WorkloadNames.class,
      description = "workload: ${COMPLETION-CANDIDATES}")
  String workload = "";

  @Option(
      names = "--availability",
      order = -11,
      paramLabel = "FRACTION",
      description =
          "share of operations that must succeed: a number from 0 to 1, or total for all of them"
              + " (default: 0)")
  private @Nullable String availability;

  @Option(
      names = "--consistency-models",
      order = -11,
      paramLabel = "NAME,...",
      completionCandidates = Candidates.ModelNames.class,
      description =
          "transactions: models to satisfy, such as read-committed, read-atomic, causal-cerone or"
              + " serializable (default: strict-serializable)")
  private @Nullable String models;

  @Option(names = "--json", order = -10, description = "print the results as JSON")
  private boolean asJson;

  boolean asJson() {
    return asJson;
  }

  @Option(
      names = "--durable",
      order = -10,
      description = "nodes must keep on disk what they acknowledge: a kill excuses no loss")
  private boolean isDurable;

  boolean isDurable() {
    return isDurable;
  }

  @Option(
      names = "--strict",
      order = -10,
      negatable = true,
      description = "whether a warning makes the run invalid (default: yes in sim, otherwise no)")
  private @Nullable Boolean isStrict;

  /** Whether warnings make a run invalid; what was not asked for is as it usually is. */
  boolean isStrict(boolean usually) {
    return isStrict == null ? usually : isStrict;
  }

  /** The workload; every command that runs or reads one needs {@code -w}. */
  Workload workload() {
    if (workload.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--workload=NAME'");
    }
    return Workloads.named(workload).orElseThrow(this::noWorkload);
  }

  private ParameterException noWorkload() {
    String problem =
        "--workload: expected one of %s, but it is '%s'; %s"
            .formatted(
                String.join(", ", new TreeSet<>(Workloads.names())),
                workload,
                OwnClasses.workloadHint());
    return new ParameterException(spec.commandLine(), problem);
  }

  Demands demands() {
    return demands(Demands.NONE);
  }

  /** What was asked for, or of these where nothing was. */
  Demands demands(Demands usually) {
    String asked = availability;
    String named = models;
    return new Demands(
        asked == null ? usually.availability() : parsed(() -> AvailabilityChecker.parse(asked)),
        isDurable || usually.isDurable(),
        named == null ? usually.models() : parsed(() -> models(named)));
  }

  private static Set<String> models(String names) {
    try {
      return ConsistencyModels.named(names);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("consistency-models: " + e.getMessage(), e);
    }
  }

  /** Prints the results and returns the exit status of their verdict. */
  int tell(Results results) {
    print(results, List.of(Summary.verdict(results)));
    return status(results);
  }

  /**
   * Prints the results of a run and returns the exit status.
   *
   * @param place the directory where all of them are, with a page that shows them
   */
  int tell(Results results, Path place) {
    List<String> ending = new ArrayList<>();
    addFile(ending, "results", place.resolve("results.json"));
    addFile(ending, "page", place.resolve("index.html"));
    ending.add(Summary.verdict(results));
    print(results, ending);
    return status(results);
  }

  static int status(Results results) {
    return results.isBroken() ? ExitStatus.BROKEN : ExitStatus.of(results.verdict());
  }

  /** Says where it is, if it could be written. */
  private static void addFile(List<String> lines, String name, Path file) {
    if (Files.exists(file)) {
      lines.add(Summary.line(name, file.toString()));
    }
  }

  private void print(Results results, List<String> ending) {
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(JsonCodec.formatPretty(results.json()));
    } else {
      Summary.lines(results).forEach(line -> out.println(PlainText.line(line)));
      ending.forEach(line -> out.println(PlainText.line(line)));
    }
    out.flush();
  }

  private <T> T parsed(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      // The message begins with the option's name, without its hyphens.
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
