package dev.tattle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code counter}: the commands of {@code maelstrom/counter}. */
@Command(
    name = CounterCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    description = "Distributed counters: a service of one node or many, over HTTP.",
    subcommands = {
      CounterServeCommand.class,
      DiscoveryCommand.class,
      CounterClientCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ClusterCommand.class,
      TortureCommand.class
    },
    customSynopsis = "maelstrom/counter COMMAND [OPTIONS]",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/counter serve",
      "  curl http://localhost:8001/increment",
      "  maelstrom/counter serve --help",
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
    return Commands.of(new CounterCommand()).execute(args);
  }

  @Override
  public Integer call() {
    throw Commands.missing(spec.commandLine());
  }
}
