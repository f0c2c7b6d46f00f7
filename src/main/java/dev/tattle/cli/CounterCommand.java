package dev.tattle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code counter}: the commands of {@code maelstrom/counter}. */
@Command(
    name = CounterCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    description = "Runs and uses the counter service: replicated counters over HTTP and gRPC.",
    subcommands = {
      CounterServeCommand.class,
      DiscoveryCommand.class,
      CounterClientCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ClusterCommand.class,
      TortureCommand.class,
      CompletionCommand.class
    },
    customSynopsis = "maelstrom/counter COMMAND [OPTIONS]",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/counter serve",
      "  maelstrom/counter client increment --counter visits",
      "  maelstrom/counter cluster start",
      "  curl http://localhost:8001/increment",
      "",
      "maelstrom/counter COMMAND --help shows the options of a command.",
      "",
      CounterCommand.EXITS
    })
final class CounterCommand implements Callable<Integer> {
  static final String NAME = "maelstrom/counter";
  static final String EXITS = "Exit: 0 done, 254 wrong command line, 255 it failed.";

  @Spec private CommandSpec spec;

  private CounterCommand() {
    spec = CommandSpec.create();
  }

  /** Runs a command line to its end and returns the exit status. */
  static int run(String[] args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return Commands.of(new CounterCommand());
  }

  @Override
  public Integer call() {
    throw Commands.missing(spec.commandLine());
  }
}
