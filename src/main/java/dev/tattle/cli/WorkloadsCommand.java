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
    customSynopsis = "maelstrom/bench workloads [OPTIONS]",
    description = "Lists the workloads, with the options that run-tests.sh gives each.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Each line has test or sim, a workload, and its options.",
      "",
      "TATTLE_CLASSPATH adds jars with your own workloads.",
      "",
      "Examples:",
      "  maelstrom/bench workloads --quick",
      "  TATTLE_CLASSPATH=mine.jar maelstrom/bench workloads",
      "",
      "Exit: 0 done, 254 wrong command line."
    })
final class WorkloadsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--quick", description = "list the options of run-tests.sh --quick")
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
