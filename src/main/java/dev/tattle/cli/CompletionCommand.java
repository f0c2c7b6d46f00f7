package dev.tattle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: prints what lets a shell complete the program's words. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    description = "Prints a script that makes bash or zsh complete commands, options and values.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Run it in your shell, or add it to ~/.bashrc or ~/.zshrc.",
      "",
      "Examples:",
      "  source <(maelstrom/bench completion)",
      "  source <(maelstrom/counter completion)",
      "",
      CounterCommand.EXITS
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(CompletionScript.of(spec.root()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
