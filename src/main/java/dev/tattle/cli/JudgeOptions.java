package dev.tattle.cli;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.check.WorkloadCheckers;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a run is judged and told of: what {@code test} and {@code check} share. */
final class JudgeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-w", "--workload"},
      order = -30,
      paramLabel = "NAME",
      description = "echo, unique-ids, broadcast, g-set, g-counter or pn-counter")
  String workload = "";

  @Option(
      names = "--availability",
      order = -11,
      paramLabel = "FRACTION",
      description = "operations that must succeed: 0 to 1, or total (0)")
  private String availability = "0";

  @Option(names = "--json", order = -10, description = "print the results as JSON, not a summary")
  private boolean asJson;

  boolean asJson() {
    return asJson;
  }

  /** The workload's checker; every command that runs or reads one needs {@code -w}. */
  Checker checker() {
    if (workload.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--workload=NAME'");
    }
    return parsed(() -> WorkloadCheckers.of(workload));
  }

  AvailabilityChecker availability() {
    return parsed(() -> AvailabilityChecker.parse(availability));
  }

  /** Prints the results and returns the exit status of their verdict. */
  int tell(Json.Obj results) {
    print(results, List.of(Summary.verdict(results)));
    return ExitStatus.of(Verdict.of(results));
  }

  /**
   * Prints the results of a run and returns the exit status.
   *
   * @param place the directory where all of them are, with a page that shows them
   * @param isBroken whether the run ended before it could be judged
   */
  int tell(Json.Obj results, Path place, boolean isBroken) {
    String verdict = isBroken ? Summary.broken(results) : Summary.verdict(results);
    String file = place.resolve("results.json").toString();
    String page = place.resolve("index.html").toString();
    print(results, List.of(Summary.line("results", file), Summary.line("page", page), verdict));
    return isBroken ? ExitStatus.BROKEN : ExitStatus.of(Verdict.of(results));
  }

  private void print(Json.Obj results, List<String> ending) {
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(JsonCodec.formatPretty(results));
    } else {
      Summary.lines(results).forEach(out::println);
      ending.forEach(out::println);
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
