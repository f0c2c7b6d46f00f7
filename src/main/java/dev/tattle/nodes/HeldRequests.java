package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Holds requests until the node knows its kind, oldest first. A request is refused as temporarily
 * unavailable after {@link #PATIENCE}; or after {@link #PATIENCE_IF_DENIED}, if lin-kv then says
 * that nobody knows the kind. A read-only transaction is answered once peers have said that nothing
 * can have been written. If {@value #LIMIT} requests wait, one more is refused at once.
 */
final class HeldRequests {
  /** Half a second less than clients wait, so that they get an answer. */
  static final Duration PATIENCE = Duration.ofMillis(4500);

  /**
   * One round of questions, in which another client may reveal the kind. Each further round would
   * cost the client of a restarted node a read. With 1 s, all of a client's first and final reads
   * were refused in 2 of 10,000 simulated runs of a counter; with 0.5 s, in none.
   */
  static final Duration PATIENCE_IF_DENIED = KindQuestions.ASK_AFTER;

  static final int LIMIT = 1_000;

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

  /**
   * A request that waits.
   *
   * @param round the last round of questions before the request came
   */
  private record Held(Message request, long sinceNanos, long round) {}

  private final Environment environment;
  private final Deque<Held> held = new ArrayDeque<>();

  /** The last round in which each peer said that it does not know the kind. */
  private final Map<NodeId, Long> ignorant = new LinkedHashMap<>();

  HeldRequests(Environment environment) {
    this.environment = environment;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** Holds a request that came after this round of questions. */
  void add(Message request, long round, Outbox out) {
    if (held.size() >= LIMIT) {
      throw unknown();
    }
    if (held.isEmpty()) {
      out.setTimer(AutoTimer.REFUSE, PATIENCE);
    }
    held.add(new Held(request, environment.nowNanos(), round));
    if (environment.peers().isEmpty()) { // Else wait for answers to a later round.
      answerUnwritten(out);
    }
  }

  /** Refuses the requests that have waited long enough. */
  void onTimer(Outbox out) {
    refuseAfter(PATIENCE, any -> true, out);
    if (!held.isEmpty()) {
      Duration left = PATIENCE.minusNanos(environment.nowNanos() - held.element().sinceNanos());
      // If the clock's rate has changed, the clock may be a little behind the timer.
      boolean isOver = left.compareTo(SHORTEST_WAIT) < 0;
      out.setTimer(AutoTimer.REFUSE, isOver ? SHORTEST_WAIT : left);
    }
  }

  /**
   * Refuses requests, because lin-kv says that nobody knows the kind. Transactions still wait for
   * peers.
   */
  void onDenial(Outbox out) {
    refuseAfter(PATIENCE_IF_DENIED, request -> !request.body().type().equals("txn"), out);
    if (held.isEmpty()) {
      out.cancelTimer(AutoTimer.REFUSE);
    }
  }

  /** Refuses the requests that have waited this long. */
  private void refuseAfter(Duration wait, Predicate<Message> which, Outbox out) {
    long latestNanos = environment.nowNanos() - wait.toNanos();
    held.removeIf(
        one -> {
          boolean isOver = one.sinceNanos <= latestNanos && which.test(one.request);
          if (isOver) {
            out.reply(one.request, unknown().body());
          }
          return isOver;
        });
  }

  /** Notes that a peer did not know the kind when it was asked in this round. */
  void onIgnorance(NodeId peer, long round, Outbox out) {
    ignorant.merge(peer, round, Math::max);
    answerUnwritten(out);
  }

  /**
   * Answers a read-only transaction with nothing, if a majority did not know the kind after the
   * transaction came. Then no majority can have agreed on a write before, and a write of one node
   * alone need not be visible here yet.
   */
  private void answerUnwritten(Outbox out) {
    int majority = environment.nodes().size() / 2 + 1;
    boolean isAnswered =
        held.removeIf(
            one -> {
              long know = ignorant.values().stream().filter(round -> round > one.round).count();
              boolean isUnwritten = one.request.body().type().equals("txn") && know + 1 >= majority;
              if (isUnwritten) {
                Txn txn = Txn.of(one.request.body());
                out.reply(
                    one.request, txn.ok(Collections.nCopies(txn.operations().size(), Json.NULL)));
              }
              return isUnwritten;
            });
    if (isAnswered && held.isEmpty()) {
      out.cancelTimer(AutoTimer.REFUSE);
    }
  }

  void refuseAll(Outbox out) {
    for (Message request : takeAll(out)) {
      out.reply(request, unknown().body());
    }
  }

  /** Takes out all requests, so that the caller can answer them. */
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
        "this node has not detected its workload yet; start it with --workload NAME");
  }
}
