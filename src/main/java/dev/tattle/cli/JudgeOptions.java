package dev.tattle.cli;

import dev.tattle.bench.Summary;
import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.check.WorkloadCheckers;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.JsonCodec;
import java.io.PrintWriter;
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
      required = true,
      paramLabel = "NAME",
      description = "echo, unique-ids, broadcast, g-set, g-counter or pn-counter")
  String workload = "";

  @Option(
      names = "--availability",
      paramLabel = "EXPECTED",
      description = "the fraction of operations that must succeed: 0 to 1, or total")
  private String availability = "0";

  @Option(names = "--json", description = "print the results as JSON instead of a summary")
  private boolean asJson;

  Checker checker() {
    return parsed(() -> WorkloadCheckers.of(workload));
  }

  Judgement ofSimulation(List<NodeId> nodes) {
    AvailabilityChecker expected = availability();
    return parsed(() -> WorkloadCheckers.ofSimulation(workload, nodes, expected));
  }

  AvailabilityChecker availability() {
    return parsed(() -> AvailabilityChecker.parse(availability));
  }

  /**
   * Prints the results and returns the exit status of their verdict.
   *
   * @param more lines for people
   */
  int tell(Json.Obj results, List<String> more) {
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(JsonCodec.formatPretty(results));
    } else {
      Summary.lines(workload, results).forEach(out::println);
      more.forEach(out::println);
    }
    out.flush();
    return ExitStatus.of(Verdict.of(results));
  }

  private <T> T parsed(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
