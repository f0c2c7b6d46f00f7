package dev.tattle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
    List<String> words = words(spec, name -> !name.equals(SEED) && !without.contains(name));
    ParseResult parsed = spec.commandLine().getParseResult();
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
    return line(words);
  }

  /**
   * The command with another file to run.
   *
   * @param with the options that make a difference to it, by their longest names
   */
  static String withFile(CommandSpec spec, List<String> with, String option, String file) {
    List<String> words = words(spec, with::contains);
    words.add(option);
    words.add(file);
    return line(words);
  }

  /** The command and those options that it was given. */
  private static List<String> words(CommandSpec spec, Predicate<String> isKept) {
    List<String> words = new ArrayList<>(List.of("maelstrom/bench", spec.name()));
    spec.commandLine()
        .getParseResult()
        .matchedOptions()
        .forEach(
            option -> {
              if (isKept.test(option.longestName())) {
                words.add(option.longestName());
                if (option.arity().max() > 0) {
                  words.addAll(option.originalStringValues());
                }
              }
            });
    return words;
  }

  private static String line(List<String> words) {
    return String.join(" ", words.stream().map(CommandLines::quoted).toList());
  }

  private static String quoted(String word) {
    boolean isPlain = PLAIN.matcher(word).matches();
    return isPlain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
