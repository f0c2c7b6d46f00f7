package dev.tattle.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the script with which bash and zsh complete the words of a program.
 *
 * <p>Picocli can write one, too, but it mixes up the values of options whose labels are the same.
 */
final class CompletionScript {
  private static final String TEMPLATE = "completion.bash";

  private final List<String> places = new ArrayList<>();

  private CompletionScript() {}

  /** The script for a program with all of its commands. */
  static String of(CommandSpec program) {
    CompletionScript script = new CompletionScript();
    script.addCommand(program, "");
    return template()
        .replace("PLACES", String.join("\n", script.places))
        .replace("PROGRAM", program.name())
        .replace("NAME", Path.of(program.name()).getFileName().toString());
  }

  private static String template() {
    try (InputStream in = CompletionScript.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + TEMPLATE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar can't be read", e);
    }
  }

  private void addCommand(CommandSpec spec, String path) {
    String options =
        spec.options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .collect(joining(" "));
    if (!spec.subcommands().isEmpty()) {
      addPlace(List.of(path), "commands", String.join(" ", spec.subcommands().keySet()));
    } else if (spec.positionalParameters().stream().anyMatch(p -> !kind(p).equals("any"))) {
      ArgSpec argument = spec.positionalParameters().get(0);
      addPlace(List.of(path), kind(argument), values(argument));
    } else {
      addPlace(List.of(path), "words", options);
    }
    addPlace(List.of(path + " options"), "words", options);
    for (OptionSpec option : spec.options()) {
      if (option.arity().max() > 0 && !option.hidden()) {
        List<String> names = Stream.of(option.names()).map(name -> path + " " + name).toList();
        addPlace(names, kind(option), values(option));
      }
    }
    spec.subcommands()
        .forEach((name, command) -> addCommand(command.getCommandSpec(), path + " " + name));
  }

  private void addPlace(List<String> names, String kind, String choices) {
    String pattern = names.stream().map(name -> "'" + name + "'").collect(joining(" | "));
    String values = choices.isEmpty() ? "" : " choices='" + choices + "'";
    places.add("    " + pattern + ") kind=" + kind + values + " ;;");
  }

  private static String kind(ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      boolean isList = !argument.splitRegex().isEmpty() || argument.paramLabel().contains(",");
      return isList ? "list" : "words";
    }
    boolean isFile =
        argument.type() == Path.class || List.of(argument.auxiliaryTypes()).contains(Path.class);
    return isFile ? "files" : "any";
  }

  private static String values(ArgSpec argument) {
    @Nullable Iterable<String> candidates = argument.completionCandidates();
    return candidates == null
        ? ""
        : StreamSupport.stream(candidates.spliterator(), false)
            .map(value -> argument.typeInfo().isEnum() ? lowered(value) : value)
            .collect(joining(" "));
  }

  /** The name of a constant, as people type it. */
  private static String lowered(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
