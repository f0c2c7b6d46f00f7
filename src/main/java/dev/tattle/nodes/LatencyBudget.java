package dev.tattle.nodes;

import dev.tattle.gossip.GossipDefaults;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long what is new may wait on its way to all, to share messages with more. It is the one knob
 * between few messages and fresh reads.
 *
 * @param duration at most {@link #MAX}; null for what suits the kind of data
 */
public record LatencyBudget(@Nullable Duration duration) {
  /** What suits the kind of data. */
  public static final LatencyBudget DEFAULT = new LatencyBudget(null);

  /** Nothing waits: it goes straight to all. */
  public static final LatencyBudget FAST = new LatencyBudget(Duration.ZERO);

  /** Half as many messages as by default for sets, at a second more. */
  public static final LatencyBudget FRUGAL = new LatencyBudget(GossipDefaults.FRUGAL_BUDGET);

  /** More, and a node that is silent could not be told from one that gathers. */
  public static final Duration MAX = Duration.ofSeconds(10);

  /**
   * Reads {@code fast}, {@code default}, {@code frugal}, or a time: {@code 0}, {@code 240ms},
   * {@code 2s}.
   *
   * @throws IllegalArgumentException where it is none of these; the message says what is expected
   */
  public static LatencyBudget parse(String text) {
    return switch (text) {
      case "fast" -> FAST;
      case "default" -> DEFAULT;
      case "frugal" -> FRUGAL;
      default -> new LatencyBudget(time(text));
    };
  }

  Duration orElse(Duration usual) {
    return duration == null ? usual : duration;
  }

  private static Duration time(String text) {
    // Not a constant: a node whose budget has a name starts without it, 6 ms sooner.
    Matcher matcher = Pattern.compile("(\\d{1,5})(ms|s)|0").matcher(text);
    if (matcher.matches()) {
      long number = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
      boolean isMillis = "ms".equals(matcher.group(2));
      Duration time = isMillis ? Duration.ofMillis(number) : Duration.ofSeconds(number);
      if (time.compareTo(MAX) <= 0) {
        return time;
      }
    }
    throw new IllegalArgumentException(
        "expected fast, default, frugal, or a time from 0 to 10s like 240ms, but it is '"
            + text
            + "'");
  }
}
