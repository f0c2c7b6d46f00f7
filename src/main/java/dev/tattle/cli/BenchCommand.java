package dev.tattle.cli;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.workload.Topology;
import dev.tattle.nodes.LatencyBudget;
import dev.tattle.sim.Latency;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Everything but {@code node}: the commands of {@code maelstrom/bench}. */
@Command(
    name = "maelstrom/bench",
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

  @Spec private CommandSpec spec;

  private BenchCommand() {
    spec = CommandSpec.create();
  }

  /** Runs a command line to its end and returns the exit status. */
  static int run(String[] args) {
    CommandLine command =
        new CommandLine(new BenchCommand())
            .registerConverter(Topology.class, oneOf(Topology.values()))
            .registerConverter(LatencyBudget.class, BenchCommand::latencyBudget)
            .registerConverter(Latency.Distribution.class, oneOf(Latency.Distribution.values()))
            .setUsageHelpLongOptionsMaxWidth(HELP_OPTION_WIDTH)
            .setOverwrittenOptionsAllowed(true)
            .setParameterExceptionHandler((e, unused) -> usage(e))
            .setExecutionExceptionHandler((e, running, unused) -> broken(e, running));
    try {
      return command.execute(args);
    } catch (Error e) {
      // The JVM's own exit status for this would say that the run is invalid.
      command
          .getErr()
          .println("the bench failed; if its heap is too small: TATTLE_JAVA_OPTS=-Xmx4g");
      e.printStackTrace(command.getErr());
      return ExitStatus.BROKEN;
    }
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "expected a command: " + commands(spec.commandLine()));
  }

  /** Reads the name of a constant, which people write in small letters. */
  private static <E extends Enum<E>> ITypeConverter<E> oneOf(E[] constants) {
    return text -> {
      for (E constant : constants) {
        if (constant.name().equalsIgnoreCase(text)) {
          return constant;
        }
      }
      String names =
          Stream.of(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).collect(joining(", "));
      throw new TypeConversionException("expected one of " + names + ", but it is '" + text + "'");
    };
  }

  private static LatencyBudget latencyBudget(String text) {
    try {
      return LatencyBudget.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "%s: %s (see %s --help)%n",
            command.getCommandName(), problem(e), command.getCommandSpec().qualifiedName());
    return ExitStatus.USAGE;
  }

  private static String problem(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage());
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
        "%s: %s%n", command.getCommandName(), text.orElse("a bug; please report this trace"));
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
