package dev.tattle.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of Maelstrom and Jepsen that change nothing here: they are taken, so that command lines
 * work unchanged, and a note says why they change nothing.
 */
final class WithoutEffect {
  private static final String LOCAL = "nodes are processes on this machine";
  private static final Map<String, String> OF_TEST_WITH_VALUE =
      Map.of(
          "--username", LOCAL,
          "--password", LOCAL,
          "--ssh-private-key", LOCAL);
  private static final Map<String, String> OF_TEST =
      Map.of(
          "--strict-host-key-checking",
          LOCAL,
          "--no-ssh",
          LOCAL,
          "--leave-db-running",
          "nodes never outlive a run",
          "--logging-json",
          "there is no such log; --json prints the results");

  private WithoutEffect() {}

  /** Makes a command take those that it has there, without a word in its help. */
  static void addTo(String command, CommandSpec spec) {
    if (command.equals("test")) {
      OF_TEST_WITH_VALUE.forEach((name, why) -> add(spec, why, String.class, name));
      OF_TEST.forEach((name, why) -> add(spec, why, boolean.class, name));
    } else if (command.equals("serve")) {
      add(spec, "the pages are for this machine only", String.class, "-b", "--host");
    }
  }

  private static void add(CommandSpec spec, String why, Class<?> type, String... names) {
    spec.addOption(OptionSpec.builder(names).type(type).description(why).hidden(true).build());
  }

  /** Says on stderr which of them were given. */
  static void tell(CommandSpec spec) {
    List<OptionSpec> given =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .filter(OptionSpec::hidden)
            .toList();
    PrintWriter err = spec.commandLine().getErr();
    given.forEach(
        option ->
            err.printf(
                "%s: note: %s has no effect: %s%n",
                spec.name(), option.longestName(), option.description()[0]));
    err.flush();
  }
}
