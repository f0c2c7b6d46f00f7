package dev.tattle.bench.check.kafka;

import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far polls lag behind. The lag of a poll is the least time, at its begin, for which a
 * later offset had been known than its process had seen of a key. An offset is known from the first
 * completion that shows it or a higher one.
 *
 * <p>Source: {@code jepsen.tests.kafka}, {@code realtime-lag}.
 */
final class RealtimeLag {
  /** An offset before all others. */
  private static final long NOTHING = -1;

  /** When each offset of a log was first known to exist; each is above all earlier ones. */
  private final Map<KeyLog, NavigableMap<Long, Long>> known = new LinkedHashMap<>();

  private final Map<Long, Map<KeyLog, Position>> processes = new LinkedHashMap<>();
  private final List<Lag> all = new ArrayList<>();

  /**
   * The lag of one poll: that of the key that is furthest behind.
   *
   * @param timeNanos when the poll began
   */
  record Lag(long timeNanos, long process, String key, long lagNanos) {
    Json json() {
      return Json.object(
          "time", seconds(timeNanos),
          "process", Json.of(process),
          "key", Json.of(key),
          "lag", seconds(lagNanos));
    }

    private static Json seconds(long nanos) {
      return new Json.Num(Double.toString(nanos / 1e9));
    }
  }

  /** How far a process has come, and when a later offset was known. */
  private record Position(long offset, long expiryNanos) {}

  private RealtimeLag() {}

  /** The lags of all polls that ended ok and asked for a key, in the order of their completions. */
  static List<Lag> of(LogHistory history) {
    RealtimeLag lag = new RealtimeLag();
    history.operations().forEach(lag::learn);
    history.operations().stream().filter(LogOperation::isOk).forEach(o -> lag.add(o, history));
    return lag.all;
  }

  /** The greatest lag, the first of equal ones; null if there are none. */
  static @Nullable Lag worst(List<Lag> lags) {
    Lag worst = null;
    for (Lag lag : lags) {
      if (worst == null || lag.lagNanos > worst.lagNanos) {
        worst = lag;
      }
    }
    return worst;
  }

  private void learn(LogOperation operation) {
    if (operation.type() == Operation.Type.FAIL) {
      return;
    }
    furthest(operation)
        .forEach(
            (log, offset) -> {
              NavigableMap<Long, Long> times =
                  known.computeIfAbsent(log, absent -> new TreeMap<>());
              if (times.isEmpty() || times.lastKey() < offset) {
                times.put(offset, operation.completion().timeNanos());
              }
            });
  }

  /** The highest offset of each log that an operation got; empty if a poll got nothing. */
  private static Map<KeyLog, Long> furthest(LogOperation operation) {
    Map<KeyLog, Long> furthest = new LinkedHashMap<>();
    operation.polled().forEach((log, messages) -> add(furthest, log, messages));
    operation.sent().forEach((log, messages) -> add(furthest, log, messages));
    return furthest;
  }

  private static void add(Map<KeyLog, Long> furthest, KeyLog log, List<Placed> messages) {
    long offset = furthest.getOrDefault(log, NOTHING);
    for (Placed placed : messages) {
      offset = placed.offset() == null ? offset : Math.max(offset, placed.offset());
    }
    furthest.put(log, offset);
  }

  private void add(LogOperation operation, LogHistory history) {
    Operation completion = operation.completion();
    Map<KeyLog, Position> positions =
        processes.computeIfAbsent(completion.process(), first -> new LinkedHashMap<>());
    switch (completion.f()) {
      case "assign" -> assign(positions, completion.value(), history);
      case "poll", "txn" -> {
        furthest(operation).forEach((log, offset) -> advance(positions, log, offset));
        measure(operation, positions);
      }
      default -> {}
    }
  }

  /** Keys that were assigned before keep their positions. */
  private void assign(Map<KeyLog, Position> positions, Json keys, LogHistory history) {
    if (!(keys instanceof Json.Arr assigned)) {
      return;
    }
    Set<String> kept = new TreeSet<>();
    for (Json key : assigned.items()) {
      kept.add(Shown.whole(key));
      advance(positions, history.log(key), NOTHING);
    }
    positions.keySet().removeIf(log -> !kept.contains(log.key()));
  }

  private void advance(Map<KeyLog, Position> positions, KeyLog log, long offset) {
    Position position = positions.get(log);
    if (position == null || position.offset < offset) {
      positions.put(log, new Position(offset, expiry(log, offset)));
    }
  }

  /** When a later offset was first known; never, if there is none. */
  private long expiry(KeyLog log, long offset) {
    NavigableMap<Long, Long> times = known.get(log);
    Map.Entry<Long, Long> later = times == null ? null : times.higherEntry(offset);
    return later == null ? Long.MAX_VALUE : later.getValue();
  }

  private void measure(LogOperation operation, Map<KeyLog, Position> positions) {
    long begin = operation.attempt().invocation().timeNanos();
    KeyLog furthestBehind = null;
    long most = -1;
    for (Map.Entry<KeyLog, Position> one : positions.entrySet()) {
      long lag = Math.max(0, begin - one.getValue().expiryNanos);
      if (lag > most) {
        furthestBehind = one.getKey();
        most = lag;
      }
    }
    if (furthestBehind != null) {
      long process = operation.completion().process();
      all.add(new Lag(begin, process, furthestBehind.key(), most));
    }
  }
}
