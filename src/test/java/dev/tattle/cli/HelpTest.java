package dev.tattle.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^ +(?:[A-Z_]+=\\S+ )?maelstrom/(bench|counter) (.*)$", Pattern.MULTILINE);

  /** What a server or the bench means by them is another thing than what a client means. */
  private static final Set<String> OF_EACH_PROGRAM =
      Set.of("--node-id", "--counter", "--consistency");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static CommandLine program(String name) {
    return name.equals("bench") ? BenchCommand.commandLine() : CounterCommand.commandLine();
  }

  private static List<CommandSpec> commands() {
    List<CommandSpec> all = new ArrayList<>();
    addWithSubcommands(program("bench").getCommandSpec(), all);
    addWithSubcommands(program("counter").getCommandSpec(), all);
    return all;
  }

  private static void addWithSubcommands(CommandSpec command, List<CommandSpec> all) {
    all.add(command);
    command.subcommands().values().forEach(sub -> addWithSubcommands(sub.getCommandSpec(), all));
  }

  @Test
  void eachCommandHasADescriptionAndExamplesThatItTakes() {
    for (CommandSpec command : commands()) {
      String name = command.qualifiedName();
      assertThat(command.usageMessage().description()).as(name).isNotEmpty();
      String footer = String.join("\n", command.usageMessage().footer()).replace("\\\n", " ");
      assertThat(footer).as(name).contains("Examples:", "Exit: 0");
      for (MatchResult example : EXAMPLE.matcher(footer).results().toList()) {
        String[] words =
            WORD.matcher(example.group(2))
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .filter(word -> !word.equals(")"))
                .toArray(String[]::new);
        assertThatCode(() -> program(example.group(1)).parseArgs(words))
            .as("%s: %s", name, example.group())
            .doesNotThrowAnyException();
      }
    }
  }

  /** What is one thing has one name, and the same kind of value wherever it is. */
  @Test
  void anOptionTakesTheSameKindOfValueInAllCommands() {
    Map<String, String> labels = new TreeMap<>();
    for (CommandSpec command : commands()) {
      for (OptionSpec option : command.options()) {
        if (option.hidden() || OF_EACH_PROGRAM.contains(option.longestName())) {
          continue;
        }
        String label = option.arity().max() == 0 ? "" : option.paramLabel();
        String other = labels.put(option.longestName(), label);
        assertThat(other == null ? label : other)
            .as("%s of %s", option.longestName(), command.qualifiedName())
            .isEqualTo(label);
      }
    }
    assertThat(
            labels.keySet().stream().filter(n -> !n.matches("--[a-z][a-z-]+")).collect(joining()))
        .isEmpty();
    assertThat(Stream.of("--data-dir", "--node-count", "--time-limit"))
        .allMatch(labels::containsKey);
  }
}
