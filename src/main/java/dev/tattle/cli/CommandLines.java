package dev.tattle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Command lines to paste into a shell. */
final class CommandLines {
  private static final String SEED = "--seed";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private CommandLines() {}

  /**
   * The command as it was typed, with the seed where it takes one.
   *
   * @param without options that make no difference to the run, by their longest names
   */
  static String again(CommandSpec spec, List<String> without, long seed) {
    List<String> words = new ArrayList<>(List.of("maelstrom/bench", spec.name()));
    ParseResult parsed = spec.commandLine().getParseResult();
    parsed
        .matchedOptions()
        .forEach(
            option -> {
              String name = option.longestName();
              if (!name.equals(SEED) && !without.contains(name)) {
                words.add(name);
                if (option.arity().max() > 0) {
                  words.addAll(option.originalStringValues());
                }
              }
            });
    if (spec.optionsMap().containsKey(SEED)) {
      words.add(SEED);
      words.add(Long.toString(seed));
    }
    List<String> args =
        parsed.matchedPositionals().stream()
            .flatMap(positional -> positional.originalStringValues().stream())
            .toList();
    if (!args.isEmpty()) {
      words.add("--");
      words.addAll(args);
    }
    return String.join(" ", words.stream().map(CommandLines::quoted).toList());
  }

  private static String quoted(String word) {
    boolean isPlain = PLAIN.matcher(word).matches();
    return isPlain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
