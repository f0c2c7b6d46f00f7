package dev.tattle.cli;

import dev.tattle.bench.history.PlainText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the programs with several commands share: how they parse, and how they report errors. */
final class Commands {
  /** So wide that no option needs two lines at 80 columns. */
  private static final int HELP_OPTION_WIDTH = 32;

  private Commands() {}

  /** The command line of a program, with all of its commands. */
  static CommandLine of(Object program) {
    CommandLine command =
        new CommandLine(program)
            .setOut(new Terminal(System.out))
            .setErr(new Terminal(System.err))
            .setUsageHelpLongOptionsMaxWidth(HELP_OPTION_WIDTH)
            .setOverwrittenOptionsAllowed(true)
            .setParameterExceptionHandler((e, unused) -> usage(e))
            .setExecutionExceptionHandler((e, running, unused) -> broken(e, running));
    OptionValues.registerIn(command);
    addOldNames(command.getCommandSpec());
    String name = command.getCommandName();
    if (!CommandLines.called(name).equals(name)) {
      nameAsCalled(command.getCommandSpec(), name);
    }
    return command;
  }

  /** What a program throws that was given no command. */
  static ParameterException missing(CommandLine command) {
    return new ParameterException(command, "expected a command: " + names(command));
  }

  /** Help names the programs by the paths by which this one was called. */
  private static void nameAsCalled(CommandSpec spec, String program) {
    UsageMessageSpec usage = spec.usageMessage();
    // A command that is wrapped can't be pasted.
    usage.width(usage.width() + 2 * CommandLines.called(program).length());
    usage.footer(CommandLines.asCalled(program, usage.footer()));
    usage.customSynopsis(CommandLines.asCalled(program, usage.customSynopsis()));
    spec.subcommands().values().forEach(command -> nameAsCalled(command.getCommandSpec(), program));
  }

  /** Names that an option had before, by the name that it has now. Help does not show them. */
  private static final Map<String, String> OLD_NAMES =
      Map.of("--node-id", "--nodeId", "--data-dir", "--data");

  private static void addOldNames(CommandSpec spec) {
    OLD_NAMES.forEach(
        (name, old) -> {
          OptionSpec option = spec.findOption(name);
          if (option != null && option.scopeType() == ScopeType.LOCAL) {
            spec.addOption(OptionSpec.builder(option).names(old).hidden(true).build());
          }
        });
    spec.subcommands().values().forEach(command -> addOldNames(command.getCommandSpec()));
  }

  private static int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "%s: %s (see %s --help)%n",
            command.getCommandName(),
            PlainText.line(problem(e)),
            CommandLines.of(command.getCommandSpec()));
    return ExitStatus.USAGE;
  }

  private static String problem(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return OptionValues.problem(e);
    }
    String first = unmatched.getUnmatched().get(0);
    if (unmatched.isUnknownOption()) {
      List<String> similar = unmatched.getSuggestions();
      String hint = similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
      return "there is no option '" + first + "'" + hint;
    }
    return e.getCommandLine().getSubcommands().isEmpty()
        ? "unexpected argument '" + first + "'"
        : "there is no command '" + first + "'; there are " + names(e.getCommandLine());
  }

  private static String names(CommandLine command) {
    return String.join(", ", command.getSubcommands().keySet());
  }

  private static int broken(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    Optional<String> text = OperatingError.text(e);
    err.printf(
        "%s: %s%n",
        command.getCommandName(),
        text.map(PlainText::line)
            .orElse("internal error; please report it with this stack trace:"));
    if (text.isEmpty()) {
      e.printStackTrace(err);
    }
    return ExitStatus.BROKEN;
  }
}
