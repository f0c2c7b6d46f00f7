package dev.tattle.cli;

import dev.tattle.bench.history.PlainText;
import dev.tattle.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Everything but {@code node}: the commands of {@code maelstrom/bench}. */
@Command(
    name = BenchCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    description = "Tests Maelstrom nodes written in any language.",
    subcommands = {
      TestCommand.class,
      ServiceTestCommand.class,
      SimCommand.class,
      CheckCommand.class,
      ServeCommand.class,
      PerfCommand.class,
      WorkloadsCommand.class,
      CompletionCommand.class
    },
    customSynopsis = "maelstrom/bench COMMAND [OPTIONS]",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  maelstrom/bench test -w echo --bin maelstrom/node --time-limit 10",
      "  maelstrom/bench sim -w broadcast --runs 1000",
      "  maelstrom/bench check -w broadcast store/broadcast/latest/history.jsonl",
      "  maelstrom/bench serve",
      "  maelstrom/bench perf",
      "",
      "maelstrom/bench COMMAND --help shows the options of a command.",
      "",
      ExitStatus.HELP
    })
final class BenchCommand implements Callable<Integer> {
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
      Optional<String> unusable = Workloads.problem();
      if (unusable.isPresent()) {
        command.getErr().println(command.getCommandName() + ": " + PlainText.line(unusable.get()));
        return ExitStatus.USAGE;
      }
      return command.execute(joinLists(args));
    } catch (Error e) {
      // The JVM's own exit status for this would say that the run is invalid.
      command
          .getErr()
          .println("the bench failed; if it ran out of memory, set TATTLE_JAVA_OPTS=-Xmx4g");
      e.printStackTrace(command.getErr());
      return ExitStatus.BROKEN;
    }
  }

  static CommandLine commandLine() {
    CommandLine command = Commands.of(new BenchCommand());
    command
        .getSubcommands()
        .forEach((name, subcommand) -> WithoutEffect.addTo(name, subcommand.getCommandSpec()));
    return command;
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
    throw Commands.missing(spec.commandLine());
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        Main.version(), "Its libraries and their licences: META-INF/THIRD-PARTY.txt in the jar"
      };
    }
  }
}
