package dev.tattle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Command lines to paste into a shell. */
final class CommandLines {
  private static final String SEED = "--seed";
  private static final Pattern PROGRAM = Pattern.compile("maelstrom/(bench|node|counter)");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private CommandLines() {}

  /** What runs the bench, as it was called: {@code maelstrom/bench}, or a longer path. */
  static String bench() {
    return called(BenchCommand.NAME);
  }

  /** What runs a program, as it was called; its launcher knows. */
  static String called(String program) {
    return System.getProperty("tattle." + program.substring(program.indexOf('/') + 1), program);
  }

  /** What runs a command of the counter service in a process of its own. */
  static List<String> counter(String command) {
    String launcher = System.getProperty("tattle.counter");
    if (launcher != null) {
      return List.of(launcher, command);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return List.of(java, "-cp", classPath, Main.class.getName(), "counter", command);
  }

  /** The program and the names of its command, if any. */
  static String of(CommandSpec spec) {
    return spec.parent() == null
        ? quoted(called(spec.name()))
        : of(spec.parent()) + " " + spec.name();
  }

  /** Lines of help, which call all programs as from their own folder. */
  static String[] asCalled(String program, String[] lines) {
    String called = called(program);
    if (!called.endsWith(program)) {
      return lines;
    }
    String folder = called.substring(0, called.length() - program.length());
    return Stream.of(lines)
        .map(line -> PROGRAM.matcher(line).replaceAll(found -> inHelp(folder + found.group())))
        .toArray(String[]::new);
  }

  private static String inHelp(String program) {
    return Matcher.quoteReplacement(quoted(program).replace("%", "%%"));
  }

  /**
   * The command as it was typed, with the seed where it takes one.
   *
   * @param without options that make no difference to the run, by their longest names
   */
  static String again(CommandSpec spec, List<String> without, long seed) {
    List<String> words = words(spec, name -> !name.equals(SEED) && !without.contains(name));
    if (spec.optionsMap().containsKey(SEED)) {
      addOption(words, SEED, Long.toString(seed));
    }
    ParseResult parsed = spec.commandLine().getParseResult();
    List<String> args =
        parsed.matchedPositionals().stream()
            .distinct() // One that has several values is there several times.
            .flatMap(positional -> positional.originalStringValues().stream())
            .toList();
    if (!args.isEmpty()) {
      words.add("--");
      args.forEach(arg -> words.add(quoted(arg)));
    }
    return String.join(" ", words);
  }

  /**
   * The command with another file to run.
   *
   * @param with the options that make a difference to it, by their longest names
   */
  static String withFile(CommandSpec spec, List<String> with, String option, String file) {
    List<String> words = words(spec, with::contains);
    addOption(words, option, file);
    return String.join(" ", words);
  }

  /** A word that a shell takes for one. */
  static String quoted(String word) {
    boolean isPlain = PLAIN.matcher(word).matches();
    return isPlain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The command and those options that it was given, but for those without effect. */
  private static List<String> words(CommandSpec spec, Predicate<String> isKept) {
    List<String> words = new ArrayList<>();
    String classPath = System.getenv(OwnClasses.VARIABLE);
    if (classPath != null) {
      words.add(OwnClasses.VARIABLE + "=" + quoted(classPath));
    }
    words.add(quoted(bench()));
    words.add(spec.name());
    // One that was given twice is there twice.
    for (OptionSpec option :
        new LinkedHashSet<>(spec.commandLine().getParseResult().matchedOptions())) {
      if (isKept.test(option.longestName()) && !option.hidden()) {
        addMatched(words, option);
      }
    }
    return words;
  }

  private static void addMatched(List<String> words, OptionSpec option) {
    List<String> values = option.originalStringValues();
    if (option.arity().max() == 0) {
      words.add(option.longestName());
    } else if (option.isMultiValue()) {
      values.forEach(value -> addOption(words, option.longestName(), value));
    } else {
      // Of an option that was given twice the last one counts.
      addOption(words, option.longestName(), values.get(values.size() - 1));
    }
  }

  private static void addOption(List<String> words, String name, String value) {
    if (value.startsWith("-")) {
      words.add(name + "=" + quoted(value));
    } else {
      words.add(name);
      words.add(quoted(value));
    }
  }
}
