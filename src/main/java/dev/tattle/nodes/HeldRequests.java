package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Requests that wait until the node knows its kind, oldest first. A request is refused as
 * temporarily unavailable after {@link #PATIENCE}, or after {@link #PATIENCE_IF_DENIED} if lin-kv
 * then says that nobody knows the kind. One more than {@value #LIMIT} is refused at once.
 */
final class HeldRequests {
  /** Half a second less than clients wait, so that they get an answer in any case. */
  static final Duration PATIENCE = Duration.ofMillis(4500);

  /**
   * One round of questions: long enough for another client to tell the kind. Each round more would
   * cost the client of a restarted node a read: with 1 s, all of a client's first and final reads
   * were refused in 2 of 10,000 simulated runs of a counter; with 0.5 s in none.
   */
  static final Duration PATIENCE_IF_DENIED = KindQuestions.ASK_AFTER;

  static final int LIMIT = 1_000;

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

  private record Held(Message request, long sinceNanos) {}

  private final Environment environment;
  private final Deque<Held> held = new ArrayDeque<>();

  HeldRequests(Environment environment) {
    this.environment = environment;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  void add(Message request, Outbox out) {
    if (held.size() >= LIMIT) {
      throw unknown();
    }
    if (held.isEmpty()) {
      out.setTimer(AutoTimer.REFUSE, PATIENCE);
    }
    held.add(new Held(request, environment.nowNanos()));
  }

  /** The oldest has waited long enough. */
  void onTimer(Outbox out) {
    refuseAfter(PATIENCE, out);
    if (!held.isEmpty()) {
      Duration left = PATIENCE.minusNanos(environment.nowNanos() - held.element().sinceNanos());
      // A clock whose rate has changed meanwhile may be a little behind its timer.
      boolean isOver = left.compareTo(SHORTEST_WAIT) < 0;
      out.setTimer(AutoTimer.REFUSE, isOver ? SHORTEST_WAIT : left);
    }
  }

  /** Lin-kv says that nobody knows the kind. */
  void onDenial(Outbox out) {
    refuseAfter(PATIENCE_IF_DENIED, out);
    if (held.isEmpty()) {
      out.cancelTimer(AutoTimer.REFUSE);
    }
  }

  /** Refuses those that have waited so long. */
  private void refuseAfter(Duration wait, Outbox out) {
    long latestNanos = environment.nowNanos() - wait.toNanos();
    while (!held.isEmpty() && held.element().sinceNanos() <= latestNanos) {
      out.reply(held.remove().request(), unknown().body());
    }
  }

  void refuseAll(Outbox out) {
    for (Message request : takeAll(out)) {
      out.reply(request, unknown().body());
    }
  }

  /** Removes all, for somebody who can answer them. */
  List<Message> takeAll(Outbox out) {
    List<Message> requests = new ArrayList<>();
    for (Held one : held) {
      requests.add(one.request());
    }
    if (!held.isEmpty()) {
      out.cancelTimer(AutoTimer.REFUSE);
      held.clear();
    }
    return requests;
  }

  private static RequestException unknown() {
    return new RequestException(
        RpcError.TEMPORARILY_UNAVAILABLE,
        "no message has told yet which workload this is; start the node with --workload NAME");
  }
}
