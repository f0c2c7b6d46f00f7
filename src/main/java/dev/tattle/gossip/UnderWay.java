package dev.tattle.gossip;

import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has by its own word, and what is under way to it: the messages that it has not
 * answered, the question among them.
 */
final class UnderWay {
  /** The number of a message that others send. */
  static final long OF_OTHERS = -1;

  /** A message that wants an answer, and what the peer has once it got it. */
  private record Sent(long number, long atNanos, VersionVector content) {}

  private final Deque<Sent> unanswered = new ArrayDeque<>();
  private final Attempts attempts = new Attempts();
  private VersionVector known = VersionVector.EMPTY;
  private VersionVector promised = VersionVector.EMPTY;
  private boolean isDue;
  // The latest question, and how it was first put if it is still open; 0 for none.
  private long askedNumber;
  private long firstAskedNumber;
  // The peer has answered what went out after the question, but not the question.
  private boolean isAnswerLate;
  private long lastSentNanos = Long.MIN_VALUE;

  /** What the peer has said that it has. */
  VersionVector known() {
    return known;
  }

  /** That, and what is under way to it. */
  VersionVector promised() {
    return promised;
  }

  /** True where deltas have waited long enough, but the window was full. */
  boolean isDue() {
    return isDue;
  }

  void setDue(boolean due) {
    isDue = due;
  }

  /** True while an answer is waited for. */
  boolean isOutstanding() {
    return attempts.isOutstanding();
  }

  Attempts attempts() {
    return attempts;
  }

  boolean isWindowFull() {
    return unanswered.size() >= GossipDefaults.WINDOW;
  }

  /** So much is under way that an answer must not wait for a ride, or the window would fill. */
  boolean isWindowHalfFull() {
    return unanswered.size() >= GossipDefaults.WINDOW / 2;
  }

  /** True where something was sent within this time. */
  boolean sentWithin(Duration time, long nowNanos) {
    return lastSentNanos != Long.MIN_VALUE && nowNanos - lastSentNanos <= time.toNanos();
  }

  // What goes out.

  /** A message that wants an answer goes out. */
  void sent(long number, VersionVector content, long nowNanos) {
    promised = promised.join(content);
    if (unanswered.isEmpty()) {
      attempts.countFrom(nowNanos);
    }
    unanswered.add(new Sent(number, nowNanos, content));
    lastSentNanos = nowNanos;
    attempts.begin(nowNanos);
  }

  /** The message that goes out next is a question. */
  void ask(long number) {
    askedNumber = number;
    isAnswerLate = false;
    if (firstAskedNumber == 0) {
      firstAskedNumber = number;
    }
  }

  /** True while the answer to a question is waited for. */
  boolean isAsking() {
    return find(askedNumber) != null;
  }

  /** True where the peer has answered later messages, but not the question: it is put again. */
  boolean isAnswerLate() {
    return isAnswerLate && isAsking();
  }

  // What the peer says.

  /** The peer has this, too. */
  void said(VersionVector have) {
    known = known.join(have);
  }

  /** The peer said all that it has: what else was promised is what is under way. */
  void saidAll(VersionVector have) {
    known = have;
    promised = have;
    for (Sent sent : unanswered) {
      promised = promised.join(sent.content);
    }
  }

  /** The peer is believed to have this, from somebody who sent it to all. */
  void assume(VersionVector have) {
    known = known.join(have);
    promised = promised.join(have);
  }

  /** True where the peer has this, or has it once what this node itself has sent arrives. */
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

  /** What this node sent after deltas that others sent leaves a gap where those are lost. */
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

  /** The peer is another incarnation, which has said nothing yet. */
  void saidNothing() {
    known = VersionVector.EMPTY;
  }

  /**
   * The peer has got a message, and {@link #known} says what it had then.
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

  /** True where the peer should have got more, when it sent this, than it says. */
  private boolean isOverdue(Receipt receipt, RoundTrip roundTrip, long nowNanos) {
    Sent oldest = unanswered.peek();
    return oldest != null
        && oldest.number != OF_OTHERS
        && nowNanos - oldest.atNanos > dueNanos(oldest, receipt, roundTrip)
        && (oldest.number > receipt.number() || !known.covers(oldest.content));
  }

  /**
   * One that was overtaken is due after a round trip; of others the answer may just take longer.
   */
  private static long dueNanos(Sent oldest, Receipt receipt, RoundTrip roundTrip) {
    return receipt.number() > oldest.number ? roundTrip.overtakenNanos() : roundTrip.longNanos();
  }

  /** Forgets the message and those before it; true if the peer does not have what they held. */
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
      unanswered.addFirst(question); // It was heard, but what answered it is lost, or later.
      isAnswerLate = true;
    }
    return isLost;
  }

  private void answerQuestion(Receipt receipt) {
    boolean isEarlierAttempt =
        firstAskedNumber <= receipt.number() && receipt.number() < askedNumber;
    if (receipt.tellsAll() && isEarlierAttempt && isAsking()) {
      // The network is slower than the time-out: the answer to an earlier attempt is as good.
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

  // What does not come.

  /** No answer came in time: what was under way may be lost. */
  void timedOut(long nowNanos) {
    attempts.failed(nowNanos);
    List<Sent> late = List.copyOf(unanswered);
    forget();
    // A late answer still tells how long a round trip takes, and so when to give up the next time.
    late.stream()
        .skip(Math.max(0, late.size() - GossipDefaults.WINDOW / 2))
        .forEach(sent -> unanswered.add(new Sent(sent.number, sent.atNanos, VersionVector.EMPTY)));
  }

  /** What was under way is not counted on any more. */
  void forget() {
    unanswered.clear();
    promised = known;
  }

  /** No answer is waited for. */
  void abandon() {
    forget();
    firstAskedNumber = 0;
    attempts.end();
    isDue = false;
  }

  /** True where nothing is under way. */
  boolean isAtRest() {
    return !isDue && unanswered.isEmpty() && known.covers(promised);
  }

  @Override
  public String toString() {
    return "due %s, known %s, promised %s, unanswered %s"
        .formatted(isDue, known, promised, unanswered);
  }
}
