package dev.tattle.cli;

import dev.tattle.bench.history.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Everything but {@code node}: the commands of {@code maelstrom/bench}. */
@Command(
    name = BenchCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    description = "Tests Maelstrom nodes, in any language, and judges their histories.",
    subcommands = {
      TestCommand.class,
      SimCommand.class,
      CheckCommand.class,
      ServeCommand.class,
      PerfCommand.class,
      WorkloadsCommand.class
    },
    customSynopsis = "maelstrom/bench COMMAND [OPTIONS]",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench test -w echo --bin maelstrom/node --time-limit 10",
      "  maelstrom/bench sim -w broadcast --runs 1000",
      "  maelstrom/bench check -w broadcast store/broadcast/latest/history.jsonl",
      "  maelstrom/bench serve",
      "  maelstrom/bench perf",
      "  maelstrom/bench test --help",
      "",
      ExitStatus.HELP
    })
final class BenchCommand implements Callable<Integer> {
  /** So wide that no option needs two lines at 80 columns. */
  private static final int HELP_OPTION_WIDTH = 32;

  static final String NAME = "maelstrom/bench";
  private static final Set<String> LISTS = Set.of("--nodes", "--nemesis", "--faults");

  @Spec private CommandSpec spec;

  private BenchCommand() {
    spec = CommandSpec.create();
  }

  /** Runs a command line to its end and returns the exit status. */
  static int run(String[] args) {
    CommandLine command = commandLine();
    try {
      return command.execute(joinLists(args));
    } catch (Error e) {
      // The JVM's own exit status for this would say that the run is invalid.
      command
          .getErr()
          .println("the bench failed; if its heap is too small: TATTLE_JAVA_OPTS=-Xmx4g");
      e.printStackTrace(command.getErr());
      return ExitStatus.BROKEN;
    }
  }

  private static CommandLine commandLine() {
    CommandLine command =
        new CommandLine(new BenchCommand())
            .setOut(new Terminal(System.out))
            .setErr(new Terminal(System.err))
            .setUsageHelpLongOptionsMaxWidth(HELP_OPTION_WIDTH)
            .setOverwrittenOptionsAllowed(true)
            .setParameterExceptionHandler((e, unused) -> usage(e))
            .setExecutionExceptionHandler((e, running, unused) -> broken(e, running));
    OptionValues.registerIn(command);
    if (!CommandLines.bench().equals(NAME)) {
      nameAsCalled(command.getCommandSpec());
    }
    command
        .getSubcommands()
        .forEach((name, subcommand) -> WithoutEffect.addTo(name, subcommand.getCommandSpec()));
    return command;
  }

  /** Help names the programs by the paths by which the bench was called. */
  private static void nameAsCalled(CommandSpec spec) {
    UsageMessageSpec usage = spec.usageMessage();
    // A command that is wrapped can't be pasted.
    usage.width(usage.width() + 2 * CommandLines.bench().length());
    usage.footer(CommandLines.asCalled(usage.footer()));
    usage.customSynopsis(CommandLines.asCalled(usage.customSynopsis()));
    spec.subcommands().values().forEach(command -> nameAsCalled(command.getCommandSpec()));
  }

  /** Joins what a shell parted: {@code --nemesis kill, pause}. */
  private static String[] joinLists(String[] args) {
    List<String> joined = new ArrayList<>();
    boolean isList = false;
    for (String arg : args) {
      int last = joined.size() - 1;
      if (isList && joined.get(last).endsWith(",") && !arg.startsWith("--")) {
        joined.set(last, joined.get(last) + arg);
      } else {
        isList = last >= 0 && LISTS.contains(joined.get(last)) && !joined.contains("--");
        joined.add(arg);
      }
    }
    return joined.toArray(String[]::new);
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "expected a command: " + commands(spec.commandLine()));
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
        : "there is no command '" + first + "'; there are " + commands(e.getCommandLine());
  }

  private static String commands(CommandLine command) {
    return String.join(", ", command.getSubcommands().keySet());
  }

  private static int broken(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    Optional<String> text = OperatingError.text(e);
    err.printf(
        "%s: %s%n",
        command.getCommandName(),
        text.map(PlainText::line).orElse("a bug; please report this trace"));
    if (text.isEmpty()) {
      e.printStackTrace(err);
    }
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
