package dev.tattle.cli;

import static java.util.stream.Collectors.joining;

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
  private static final String SCRIPT =
      """
      # Completes PROGRAM in bash and zsh.
      if [ -n "${ZSH_VERSION:-}" ]; then
        type compdef >/dev/null 2>&1 || { autoload -Uz compinit && compinit; }
        autoload -Uz bashcompinit && bashcompinit
      fi

      # What can stand at a place: a command, its options, or a value of one of them.
      _tattle_NAME_at() {
        kind= choices=
        case $1 in
      PLACES
        esac
      }

      _tattle_NAME() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
        local command= head= i=1 kind choices
        COMPREPLY=()
        while [ "$i" -lt "$COMP_CWORD" ]; do
          # What follows are arguments of another program.
          [ "${COMP_WORDS[i]}" != -- ] || return 0
          _tattle_NAME_at "$command"
          case "$kind  $choices " in
            "commands "*" ${COMP_WORDS[i]} "*) command="$command ${COMP_WORDS[i]}" ;;
          esac
          i=$((i + 1))
        done
        # Bash takes --option=value for three words, zsh for one.
        case $current in
          =) current= ;;
          --*=*) before=${current%%=*} head=${current%%=*}= current=${current#*=} ;;
          *) [ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]} ;;
        esac
        kind=
        case $before in
          -*) _tattle_NAME_at "$command $before" ;;
        esac
        if [ -z "$kind" ]; then
          case $current in
            -*) _tattle_NAME_at "$command options" ;;
            *) _tattle_NAME_at "$command" ;;
          esac
        fi
        case $kind in
          files) return 0 ;;
          any) ! type compopt >/dev/null 2>&1 || compopt +o default 2>/dev/null ;;
          list)
            ! type compopt >/dev/null 2>&1 || compopt -o nospace 2>/dev/null
            case $current in
              *,*) head=$head${current%,*}, current=${current##*,} ;;
            esac
            ;;
        esac
        COMPREPLY=($(compgen -P "$head" -W "$choices" -- "$current"))
      }

      complete -o default -F _tattle_NAME NAME PROGRAM ./PROGRAM
      """;

  private final List<String> places = new ArrayList<>();

  private CompletionScript() {}

  /** The script for a program with all of its commands. */
  static String of(CommandSpec program) {
    CompletionScript script = new CompletionScript();
    script.addCommand(program, "");
    return SCRIPT
        .replace("PLACES", String.join("\n", script.places))
        .replace("PROGRAM", program.name())
        .replace("NAME", Path.of(program.name()).getFileName().toString());
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
