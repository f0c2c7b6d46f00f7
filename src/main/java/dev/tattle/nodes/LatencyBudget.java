package dev.tattle.nodes;

import dev.tattle.gossip.GossipDefaults;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long new data may wait on its way to all nodes, so that more of it shares a message. The
 * budget trades few messages against fresh reads.
 *
 * @param duration the budget, at most {@link #MAX}; null for the default of the kind of data
 */
public record LatencyBudget(@Nullable Duration duration) {
  /** The default of the kind of data. */
  public static final LatencyBudget DEFAULT = new LatencyBudget(null);

  /** No wait: new data goes straight to all nodes. */
  public static final LatencyBudget FAST = new LatencyBudget(Duration.ZERO);

  /** Half as many messages as the default of sets needs, for one second more. */
  public static final LatencyBudget FRUGAL = new LatencyBudget(GossipDefaults.FRUGAL_BUDGET);

  /**
   * The largest budget. With more, nobody could distinguish a silent node from one that gathers.
   */
  public static final Duration MAX = Duration.ofSeconds(10);

  /**
   * Reads {@code fast}, {@code default}, {@code frugal}, or a time: {@code 0}, {@code 240ms},
   * {@code 2s}.
   *
   * @throws IllegalArgumentException if it is none of these; the message says what is expected
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
    // Not a constant: a node with a named budget does not need it, and starts 6 ms sooner.
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
