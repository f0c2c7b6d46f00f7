package dev.tattle.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets {@value #MOST} lines of each kind through per minute and counts the rest. If a minute has
 * more than {@value #MOST_KINDS} kinds, all later kinds count as one.
 *
 * <p>Thread rule: one thread at a time.
 */
final class LineLimit {
  static final int MOST = 20;
  static final int MOST_KINDS = 200;

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final String OTHERS = "others";

  /** How many lines of a kind did not get through. */
  record LeftOut(String kind, long count) {}

  private static final class Window {
    private final long beganNanos;
    private long lines;

    Window(long beganNanos) {
      this.beganNanos = beganNanos;
    }
  }

  private final Map<String, Window> windows = new LinkedHashMap<>();

  boolean letsThrough(String kind, long nowNanos) {
    boolean isKnown = windows.containsKey(kind) || windows.size() < MOST_KINDS;
    Window window =
        windows.computeIfAbsent(isKnown ? kind : OTHERS, unused -> new Window(nowNanos));
    return ++window.lines <= MOST;
  }

  /** Removes and returns what was left out in the minutes that are over. */
  List<LeftOut> over(long nowNanos) {
    return take(nowNanos - WINDOW_NANOS);
  }

  /** Removes and returns all that was left out. */
  List<LeftOut> all(long nowNanos) {
    return take(nowNanos);
  }

  private List<LeftOut> take(long beganAtLatestNanos) {
    List<LeftOut> leftOut = new ArrayList<>();
    for (Iterator<Map.Entry<String, Window>> each = windows.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, Window> entry = each.next();
      Window window = entry.getValue();
      if (window.beganNanos - beganAtLatestNanos <= 0) {
        each.remove();
        if (window.lines > MOST) {
          leftOut.add(new LeftOut(entry.getKey(), window.lines - MOST));
        }
      }
    }
    return leftOut;
  }
}
