package dev.tattle.cli;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.workload.Topology;
import dev.tattle.nodes.Consistency;
import dev.tattle.nodes.LatencyBudget;
import dev.tattle.runtime.Fsync;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.sim.Latency;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How values of options are read, and what is said of one that can't be. */
final class OptionValues {
  private static final Pattern INVALID =
      Pattern.compile(
          "Invalid value for (?:option '(--?[\\w-]+)'[^:]*|positional parameter [^:]*\\((\\w+)\\)):"
              + " (.*)",
          Pattern.DOTALL);

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS);

  private OptionValues() {}

  static void registerIn(CommandLine command) {
    ITypeConverter<Integer> ints = reader("a whole number", Integer::valueOf);
    ITypeConverter<Double> doubles = reader("a number", Double::valueOf);
    command
        .registerConverter(int.class, ints)
        .registerConverter(Integer.class, ints)
        .registerConverter(Long.class, reader("a whole number", Long::valueOf))
        .registerConverter(double.class, doubles)
        .registerConverter(Path.class, OptionValues::path)
        .registerConverter(Topology.class, oneOf(Topology.values()))
        .registerConverter(Duration.class, saying(OptionValues::duration))
        .registerConverter(LatencyBudget.class, saying(LatencyBudget::parse))
        .registerConverter(Consistency.class, saying(Consistency::parse))
        .registerConverter(HostPort.class, saying(HostPort::parse))
        .registerConverter(CounterAction.class, saying(CounterAction::parse))
        .registerConverter(URI.class, saying(OptionValues::url))
        .registerConverter(CounterMode.class, oneOf(CounterMode.values()))
        .registerConverter(Fsync.class, oneOf(Fsync.values()))
        .registerConverter(Log.Level.class, oneOf(Log.Level.values()))
        .registerConverter(Log.Format.class, oneOf(Log.Format.values()))
        .registerConverter(Latency.Distribution.class, oneOf(Latency.Distribution.values()));
  }

  /** What is wrong, after the name of the option. */
  static String problem(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    Matcher invalid = INVALID.matcher(message);
    if (!invalid.matches()) {
      return message;
    }
    String name = invalid.group(1) == null ? invalid.group(2) : invalid.group(1);
    return name + ": " + invalid.group(3);
  }

  private static <T> ITypeConverter<T> reader(String kind, Function<String, T> read) {
    return text -> {
      try {
        return read.apply(text.strip());
      } catch (NumberFormatException e) {
        throw new TypeConversionException("expected " + kind + ", not '" + text + "'");
      }
    };
  }

  /** A reader whose exceptions say what was expected. */
  static <T> ITypeConverter<T> saying(Function<String, T> read) {
    return text -> {
      try {
        return read.apply(text.strip());
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  private static Duration duration(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    ChronoUnit unit = UNITS.get(text.substring(end));
    try {
      if (unit != null) {
        return Duration.of(Integer.parseInt(text.substring(0, end)), unit);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "expected a number and ms, s, m or h, as in 10s, not '" + text + "'");
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isHttp && url.getHost() != null && url.getQuery() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "expected a URL, as in http://localhost:8000, not '" + text + "'");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("expected a path, but " + e.getReason());
    }
  }

  /** Reads the name of a constant, which people write in small letters. */
  private static <E extends Enum<E>> ITypeConverter<E> oneOf(E[] constants) {
    return text -> {
      for (E constant : constants) {
        if (constant.name().equalsIgnoreCase(text.strip())) {
          return constant;
        }
      }
      String names =
          Stream.of(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).collect(joining(", "));
      throw new TypeConversionException("expected one of " + names + ", not '" + text + "'");
    };
  }
}
