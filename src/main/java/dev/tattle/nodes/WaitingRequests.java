package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Holds requests that each wait for something, for a limited time. If {@value #LIMIT} requests
 * wait, one more is refused.
 *
 * @param <K> what the requests wait for
 */
final class WaitingRequests<K> {
  static final int LIMIT = 10_000;

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

  private final Environment environment;
  private final Timer timer;
  private final Map<K, Map<Long, Message>> byReason = new LinkedHashMap<>();
  private final TreeMap<Long, Map<Long, K>> byDeadline = new TreeMap<>();
  private long next;
  private int size;

  /**
   * Holds no request yet.
   *
   * @param timer the timer to set for the first deadline
   */
  WaitingRequests(Environment environment, Timer timer) {
    this.environment = environment;
    this.timer = timer;
  }

  int size() {
    return size;
  }

  /** What the requests wait for, each once. */
  List<K> reasons() {
    return List.copyOf(byReason.keySet());
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size >= LIMIT;
  }

  void add(K reason, Message request, Duration wait, Outbox out) {
    if (isFull()) {
      throw new RequestException(
          RpcError.TEMPORARILY_UNAVAILABLE,
          "%d requests wait here already; try again later".formatted(LIMIT));
    }
    long deadline = environment.nowNanos() + wait.toNanos();
    byReason.computeIfAbsent(reason, none -> new LinkedHashMap<>()).put(next, request);
    byDeadline.computeIfAbsent(deadline, none -> new LinkedHashMap<>()).put(next, reason);
    next++;
    size++;
    arm(out);
  }

  /** Takes out the requests that wait for this. */
  List<Message> take(K reason) {
    Map<Long, Message> taken = byReason.remove(reason);
    size -= taken == null ? 0 : taken.size();
    // Their deadlines stay, and will find no request.
    return taken == null ? List.of() : List.copyOf(taken.values());
  }

  /** Takes out the requests that wait for this and need not wait any longer. */
  List<Message> takeIf(K reason, Predicate<Message> isOver) {
    Map<Long, Message> waiting = byReason.getOrDefault(reason, Map.of());
    List<Message> taken = new ArrayList<>();
    for (Map.Entry<Long, Message> one : List.copyOf(waiting.entrySet())) {
      if (isOver.test(one.getValue())) {
        taken.add(one.getValue());
        waiting.remove(one.getKey());
        size--;
      }
    }
    if (waiting.isEmpty()) {
      byReason.remove(reason);
    }
    return taken;
  }

  /** Takes out all requests. */
  List<Message> takeAll() {
    List<Message> taken = new ArrayList<>();
    reasons().forEach(reason -> taken.addAll(take(reason)));
    return taken;
  }

  /** Takes out the requests whose time is over. */
  List<Message> takeLate(Outbox out) {
    List<Message> late = new ArrayList<>();
    long nowNanos = environment.nowNanos();
    while (!byDeadline.isEmpty() && byDeadline.firstKey() <= nowNanos) {
      byDeadline.pollFirstEntry().getValue().forEach((id, reason) -> takeOne(id, reason, late));
    }
    arm(out);
    return late;
  }

  private void takeOne(long id, K reason, List<Message> late) {
    Map<Long, Message> waiting = byReason.getOrDefault(reason, new LinkedHashMap<>());
    Message request = waiting.remove(id);
    if (request != null) {
      late.add(request);
      size--;
    }
    if (waiting.isEmpty()) {
      byReason.remove(reason);
    }
  }

  private void arm(Outbox out) {
    if (size == 0) {
      byDeadline.clear();
      out.cancelTimer(timer);
    } else {
      Duration left = Duration.ofNanos(byDeadline.firstKey() - environment.nowNanos());
      // If the clock's rate has changed, the clock may be a little behind the timer.
      out.setTimer(timer, left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left);
    }
  }
}
