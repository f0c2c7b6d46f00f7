package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Outbox;
import dev.tattle.counters.CounterStore;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers reads, and holds requests until this node has seen something: what a token says, or all
 * that a majority has. A majority read needs a round that began after the read came ({@link
 * CounterPulls}). One round serves all reads that wait for it.
 */
final class CounterReads {
  /** How long a request waits for other nodes. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration ASK_AGAIN = Duration.ofMillis(250);

  private final CounterStore store;
  private final CounterRequests requests;
  private final CounterPulls pulls;
  // By the versions that they must see.
  private final WaitingRequests<VersionVector> byToken;
  // By the round that they wait for.
  private final WaitingRequests<Long> byMajority;
  private long round;

  CounterReads(
      Environment environment, CounterStore store, CounterRequests requests, CounterPulls pulls) {
    this.store = store;
    this.requests = requests;
    this.pulls = pulls;
    byToken = new WaitingRequests<>(environment, CounterTimer.TOKENS);
    byMajority = new WaitingRequests<>(environment, CounterTimer.MAJORITY_READS);
  }

  void onStart(Outbox out) {
    beginRound(out);
  }

  void read(Message message, Outbox out) {
    if (!requests.isMajority(message.body())) {
      answer(message, out);
      return;
    }
    boolean isIdle = byMajority.isEmpty();
    // Not the round under way: other nodes may have answered it before this read came.
    byMajority.add(round + 1, message, PATIENCE, out);
    if (isIdle) {
      beginRound(out);
    }
  }

  private void answer(Message read, Outbox out) {
    if (requests.isHere(read.body())) {
      out.reply(read, requests.read(read.body()));
    } else {
      awaitToken(read, out);
    }
  }

  /** Holds a request until this node has all that the token has seen. */
  void awaitToken(Message request, Outbox out) {
    byToken.add(CounterRequests.token(request.body()), request, PATIENCE, out);
  }

  private void beginRound(Outbox out) {
    round++;
    pulls.begin(out);
    out.setTimer(CounterTimer.ASK_AGAIN, ASK_AGAIN);
  }

  /**
   * Asks the members again that were not heard.
   *
   * @param isStarting whether answers are needed for the start, even if no read waits
   */
  void askAgain(boolean isStarting, Outbox out) {
    pulls.askAgain(out);
    if (isStarting || !byMajority.isEmpty()) {
      out.setTimer(CounterTimer.ASK_AGAIN, ASK_AGAIN);
    }
  }

  /**
   * Runs after each handler: answers the reads that can be answered.
   *
   * @return the requests that waited for a token, and need not wait any more
   */
  List<Message> settle(Outbox out) {
    List<Message> ready = new ArrayList<>();
    for (VersionVector token : byToken.reasons()) {
      if (store.shows(token)) {
        ready.addAll(byToken.take(token));
      }
    }
    if (!byMajority.isEmpty() && pulls.hasMajority()) {
      byMajority.take(round).forEach(read -> answer(read, out));
      if (!byMajority.isEmpty()) {
        beginRound(out);
      }
    }
    return ready;
  }

  void onTimer(CounterTimer timer, Outbox out) {
    WaitingRequests<?> waiting = timer == CounterTimer.TOKENS ? byToken : byMajority;
    String why =
        timer == CounterTimer.TOKENS
            ? "this node does not have yet what the token has seen"
            : "no majority of the members can be reached";
    for (Message late : waiting.takeLate(out)) {
      out.reply(late, CounterRequests.unavailable(why).body());
    }
  }

  int size() {
    return byToken.size() + byMajority.size();
  }

  /** Takes out all waiting requests. */
  List<Message> takeAll() {
    List<Message> all = new ArrayList<>(byToken.takeAll());
    all.addAll(byMajority.takeAll());
    return all;
  }
}
