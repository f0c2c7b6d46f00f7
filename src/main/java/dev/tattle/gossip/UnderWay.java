package dev.tattle.gossip;

import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a peer says it has, and what is under way to it: the messages that it has not
 * answered, including the question.
 */
final class UnderWay {
  /** Stands for the number of a message that others send. */
  static final long OF_OTHERS = -1;

  /** A message that wants an answer, and the versions that it brings to the peer. */
  private record Sent(long number, long atNanos, VersionVector content) {}

  private final Deque<Sent> unanswered = new ArrayDeque<>();
  private final Attempts attempts = new Attempts();
  private VersionVector known = VersionVector.EMPTY;
  private VersionVector promised = VersionVector.EMPTY;
  private boolean isDue;
  // The numbers of the latest question and, while it is open, of its first attempt; 0 for none.
  private long askedNumber;
  private long firstAskedNumber;
  // The peer has answered messages sent after the question, but not the question.
  private boolean isAnswerLate;
  private long lastSentNanos = Long.MIN_VALUE;

  /** What the peer says it has. */
  VersionVector known() {
    return known;
  }

  /** What the peer says it has, joined with what is under way to it. */
  VersionVector promised() {
    return promised;
  }

  /** True if deltas have waited long enough, but the window was full. */
  boolean isDue() {
    return isDue;
  }

  void setDue(boolean due) {
    isDue = due;
  }

  /** True while this node waits for an answer. */
  boolean isOutstanding() {
    return attempts.isOutstanding();
  }

  Attempts attempts() {
    return attempts;
  }

  boolean isWindowFull() {
    return unanswered.size() >= GossipDefaults.WINDOW;
  }

  /** True if an answer must not wait for a message to ride on, or the window would fill up. */
  boolean isWindowHalfFull() {
    return unanswered.size() >= GossipDefaults.WINDOW / 2;
  }

  /** True if something was sent within this time. */
  boolean sentWithin(Duration time, long nowNanos) {
    return lastSentNanos != Long.MIN_VALUE && nowNanos - lastSentNanos <= time.toNanos();
  }

  // What goes out.

  /** Notes a message that goes out and wants an answer. */
  void sent(long number, VersionVector content, long nowNanos) {
    promised = promised.join(content);
    if (unanswered.isEmpty()) {
      attempts.countFrom(nowNanos);
    }
    unanswered.add(new Sent(number, nowNanos, content));
    lastSentNanos = nowNanos;
    attempts.begin(nowNanos);
  }

  /** Notes that the message that goes out next is a question. */
  void ask(long number) {
    askedNumber = number;
    isAnswerLate = false;
    if (firstAskedNumber == 0) {
      firstAskedNumber = number;
    }
  }

  /** True while this node waits for the answer to a question. */
  boolean isAsking() {
    return find(askedNumber) != null;
  }

  /**
   * True if the peer has answered later messages but not the question, which must be sent again.
   */
  boolean isAnswerLate() {
    return isAnswerLate && isAsking();
  }

  // What the peer says.

  /** Notes that the peer has this, too. */
  void said(VersionVector have) {
    known = known.join(have);
  }

  /** Notes all that the peer has. Only what is under way is promised beyond it. */
  void saidAll(VersionVector have) {
    known = have;
    promised = have;
    for (Sent sent : unanswered) {
      promised = promised.join(sent.content);
    }
  }

  /** Assumes that the peer has this, because its sender sent it to all. */
  void assume(VersionVector have) {
    known = known.join(have);
    promised = promised.join(have);
  }

  /** True if the peer has this, or will have it once all that this node itself sent has arrived. */
  boolean wasSent(VersionVector versions) {
    if (known.covers(versions)) {
      return true;
    }
    VersionVector sentHere = known;
    VersionVector ofOthers = VersionVector.EMPTY;
    for (Sent sent : unanswered) {
      if (sent.number == OF_OTHERS) {
        ofOthers = ofOthers.join(sent.content);
      } else {
        sentHere = sentHere.join(unlessBuiltOn(ofOthers, sent.content, sentHere));
      }
    }
    return sentHere.covers(versions);
  }

  /** Drops versions that follow deltas sent by others: if those are lost, they leave a gap. */
  private static VersionVector unlessBuiltOn(
      VersionVector ofOthers, VersionVector content, VersionVector sentHere) {
    if (sentHere.covers(ofOthers)) {
      return content;
    }
    VersionVector.Builder kept = new VersionVector.Builder(content.versions().size());
    content
        .versions()
        .forEach(
            (origin, version) -> {
              if (ofOthers.get(origin) <= sentHere.get(origin)) {
                kept.put(origin, version);
              }
            });
    return kept.build();
  }

  /** Forgets what the peer said: it is another incarnation, which has said nothing yet. */
  void saidNothing() {
    known = VersionVector.EMPTY;
  }

  /**
   * Notes that the peer has got a message; {@link #known} says what it had then.
   *
   * @return true if some of what was under way before is lost
   */
  boolean answered(Receipt receipt, RoundTrip roundTrip, long nowNanos) {
    boolean isLost = isOverdue(receipt, roundTrip, nowNanos);
    boolean isAnswer = find(receipt.number()) != null;
    if (isAnswer) {
      isLost |= arrived(receipt, roundTrip, nowNanos);
    }
    answerQuestion(receipt);
    promised = promised.join(known);
    while (!unanswered.isEmpty() && isAnswered(unanswered.element())) {
      isAnswer |= !unanswered.remove().content.equals(VersionVector.EMPTY);
    }
    if (known.covers(promised) && !isAsking()) {
      assert unanswered.isEmpty() : unanswered;
      attempts.end();
    } else if (!unanswered.isEmpty() && isAnswer) {
      // Whatever is still under way begins its time now.
      attempts.beginAgain(unanswered.element().atNanos);
    }
    return isLost;
  }

  /** True if the peer should have had more than it says when it sent this. */
  private boolean isOverdue(Receipt receipt, RoundTrip roundTrip, long nowNanos) {
    Sent oldest = unanswered.peek();
    return oldest != null
        && oldest.number != OF_OTHERS
        && nowNanos - oldest.atNanos > dueNanos(oldest, receipt, roundTrip)
        && (oldest.number > receipt.number() || !known.covers(oldest.content));
  }

  /**
   * When the oldest message counts as lost: sooner if it was overtaken, because else its answer may
   * just be slow.
   */
  private static long dueNanos(Sent oldest, Receipt receipt, RoundTrip roundTrip) {
    return receipt.number() > oldest.number ? roundTrip.overtakenNanos() : roundTrip.longNanos();
  }

  /** Removes the message and those before it; true if the peer does not have what they held. */
  private boolean arrived(Receipt receipt, RoundTrip roundTrip, long nowNanos) {
    Sent question = receipt.tellsAll() ? null : find(askedNumber);
    boolean isLost = false;
    Sent sent;
    do {
      sent = unanswered.remove();
      isLost |= !known.covers(sent.content);
    } while (sent.number != receipt.number());
    roundTrip.sample(nowNanos - sent.atNanos - receipt.heldNanos());
    if (question != null && !isAsking()) {
      unanswered.addFirst(question); // The question arrived, but its answer is lost or late.
      isAnswerLate = true;
    }
    return isLost;
  }

  private void answerQuestion(Receipt receipt) {
    boolean isEarlierAttempt =
        firstAskedNumber <= receipt.number() && receipt.number() < askedNumber;
    if (receipt.tellsAll() && isEarlierAttempt && isAsking()) {
      // The network is slower than the time-out: the answer to an earlier attempt is just as good.
      unanswered.removeIf(sent -> sent.number == askedNumber);
    }
    if (!isAsking()) {
      firstAskedNumber = 0;
    }
  }

  private boolean isAnswered(Sent sent) {
    return sent.number != askedNumber && known.covers(sent.content);
  }

  private @Nullable Sent find(long number) {
    for (Sent sent : unanswered) {
      if (sent.number == number) {
        return sent;
      }
    }
    return null;
  }

  // What gets no answer.

  /** Notes that no answer came in time: what was under way may be lost. */
  void timedOut(long nowNanos) {
    attempts.failed(nowNanos);
    List<Sent> late = List.copyOf(unanswered);
    forget();
    // Kept, because a late answer still shows how long a round trip takes, for the next time-out.
    late.stream()
        .skip(Math.max(0, late.size() - GossipDefaults.WINDOW / 2))
        .forEach(sent -> unanswered.add(new Sent(sent.number, sent.atNanos, VersionVector.EMPTY)));
  }

  /** Gives up what was under way: it counts as lost. */
  void forget() {
    unanswered.clear();
    promised = known;
  }

  /** Stops waiting for any answer. */
  void abandon() {
    forget();
    firstAskedNumber = 0;
    attempts.end();
    isDue = false;
  }

  /** True if nothing is under way. */
  boolean isAtRest() {
    return !isDue && unanswered.isEmpty() && known.covers(promised);
  }

  @Override
  public String toString() {
    return "due %s, known %s, promised %s, unanswered %s"
        .formatted(isDue, known, promised, unanswered);
  }
}
