package dev.tattle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything but {@code node}: the commands of {@code maelstrom/bench}. */
@Command(
    name = "maelstrom/bench",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    description = "Tests Maelstrom nodes, in any language, and judges their histories.",
    subcommands = {TestCommand.class, CheckCommand.class, ServeCommand.class},
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench test -w echo --bin maelstrom/node --node-count 1 --time-limit 10",
      "  maelstrom/bench check -w broadcast store/broadcast/latest/history.jsonl",
      "  maelstrom/bench serve",
      "",
      ExitStatus.HELP
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private BenchCommand() {
    spec = CommandSpec.create();
  }

  /** Runs a command line to its end and returns the exit status. */
  static int run(String[] args) {
    return new CommandLine(new BenchCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, unused) -> usage(e))
        .setExecutionExceptionHandler((e, command, unused) -> broken(e, command))
        .execute(args);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "expected a command: test, check or serve");
  }

  private static int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "%s: %s (see %s --help)%n",
            command.getCommandName(), e.getMessage(), command.getCommandSpec().qualifiedName());
    return ExitStatus.USAGE;
  }

  private static int broken(Exception e, CommandLine command) {
    command.getErr().printf("%s: %s%n", command.getCommandName(), OperatingError.text(e));
    return ExitStatus.BROKEN;
  }

  /** Tells the version on {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Main.version()};
    }
  }
}
