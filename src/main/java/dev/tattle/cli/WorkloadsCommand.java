package dev.tattle.cli;

import dev.tattle.bench.workload.Trials;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code workloads}: names all workloads, and how each is run when all are. */
@Command(
    name = "workloads",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    description = "Names the workloads, and the options with which run-tests.sh runs each.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "A line is: test or sim, the workload, options.",
      "",
      "Workloads of your own are found on the class path, which TATTLE_CLASSPATH adds to.",
      "",
      "Examples:",
      "  maelstrom/bench workloads --quick",
      "  TATTLE_CLASSPATH=mine.jar maelstrom/bench workloads",
      "",
      "Exit: 0, or 254 for a wrong command line."
    })
final class WorkloadsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--quick", description = "the options of run-tests.sh --quick")
  private boolean isQuick;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (Workload workload : Workloads.all()) {
      Trials trials = workload.trials();
      List<String> tests = isQuick ? trials.quick() : trials.full();
      trials.simulated().forEach(options -> out.println("sim " + workload.name() + " " + options));
      tests.forEach(options -> out.println("test " + workload.name() + " " + options));
    }
    out.flush();
    return 0;
  }
}
