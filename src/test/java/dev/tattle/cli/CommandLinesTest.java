package dev.tattle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class CommandLinesTest {
  private static CommandSpec spec(String... words) {
    CommandSpec spec =
        CommandSpec.create()
            .name("test")
            .addOption(OptionSpec.builder("-w", "--workload").type(String.class).build())
            .addOption(OptionSpec.builder("--seed").type(Long.class).build())
            .addOption(OptionSpec.builder("--faults").type(List.class).splitRegex(",").build())
            .addOption(OptionSpec.builder("--ssh").type(String.class).hidden(true).build())
            .addOption(OptionSpec.builder("--json").type(boolean.class).build())
            .addOption(OptionSpec.builder("--quiet").type(boolean.class).build())
            .addPositional(PositionalParamSpec.builder().type(List.class).arity("0..*").build());
    new CommandLine(spec).setOverwrittenOptionsAllowed(true).parseArgs(words);
    return spec;
  }

  private static String again(String... words) {
    return CommandLines.again(spec(words), List.of("--json"), 42);
  }

  @Test
  void optionsThatMakeADifferenceComeBackWithTheSeed() {
    assertThat(again("-w", "echo", "--json", "--quiet", "--seed", "7"))
        .isEqualTo("maelstrom/bench test --workload echo --quiet --seed 42");
  }

  @Test
  void argumentsOfNodesComeLastAndWordsAreQuotedForAShell() {
    assertThat(again("-w", "it's", "--", "--verbose", "a b"))
        .isEqualTo("maelstrom/bench test --workload 'it'\\''s' --seed 42 -- --verbose 'a b'");
  }

  @Test
  void listsKeepAllTheirValuesAndOtherOptionsTheLast() {
    assertThat(again("-w", "a", "-w", "b", "--faults", "kill, loss", "--faults", "pause"))
        .isEqualTo(
            "maelstrom/bench test --workload b --faults 'kill, loss' --faults pause --seed 42");
  }

  @Test
  void valuesThatLookLikeOptionsAreTiedToTheirs() {
    assertThat(CommandLines.again(spec("-w=-x"), List.of(), -1))
        .isEqualTo("maelstrom/bench test --workload=-x --seed=-1");
  }

  @Test
  void optionsWithoutEffectAreLeftOut() {
    assertThat(again("--ssh", "key")).isEqualTo("maelstrom/bench test --seed 42");
  }
}
