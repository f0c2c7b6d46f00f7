package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one peer, in both directions: what the peer has and what is under way to
 * it; what came from it and is not acknowledged yet.
 *
 * <p>A peer's {@code have} is a statement about one of its incarnations, and as an incarnation only
 * gains, it stays true for as long as that incarnation lasts, however late it comes. Which
 * incarnation is the present one, the answer to a digest tells: until then a peer with a new
 * incarnation is <em>in doubt</em>.
 */
final class Peer {
  /** How many messages may be under way to a peer; what is new then waits for an answer. */
  static final int WINDOW = 64;

  /** The number of a message that others send. */
  static final long OF_OTHERS = -1;

  /** A message that wants an answer, and what the peer has once it got it. */
  private record Sent(long number, long atNanos, VersionVector content) {}

  final NodeId id;

  /** What the peer has said that it has. */
  VersionVector known = VersionVector.EMPTY;

  /** That, and what is under way to it. */
  VersionVector promised = VersionVector.EMPTY;

  /** Deltas have waited for the peer long enough, but its window is full. */
  boolean due;

  /** Which incarnation is the peer's present one is in doubt: it is asked. */
  boolean inDoubt;

  /** The peer has not answered and is taken to be away, until it is heard again. */
  boolean suspected;

  /** The next message to it says all that is here. */
  boolean toldAll;

  private final Deque<Sent> unanswered = new ArrayDeque<>();
  private long askedNumber;
  // The same question, as it was first put; 0 for none.
  private long firstAskedNumber;
  private int attempts;
  private long waitingSinceNanos;
  private long attemptSinceNanos;
  private long lastSentNanos = Long.MIN_VALUE;

  private long incarnation;
  private long doubtNumber;
  private long heardNumber;
  private long heardNumberNanos;
  private long heardNanos = Long.MIN_VALUE;
  private long leaseEndNanos = Long.MIN_VALUE;

  private long answeredIncarnation;
  private long answeredNanos;

  private final Set<ReplicaId> pendingAcks = new LinkedHashSet<>();
  private long owedSinceNanos;

  Peer(NodeId id) {
    this.id = id;
  }

  // What came.

  /** True where this incarnation is the peer's present one, or the first that was heard of. */
  boolean isPresent(long anIncarnation) {
    if (incarnation == 0) {
      incarnation = anIncarnation;
    }
    return incarnation == anIncarnation;
  }

  /**
   * Another incarnation was heard of: whatever answers a question from this number on is present.
   */
  void doubt(long nextNumber) {
    if (!inDoubt) {
      inDoubt = true;
      doubtNumber = nextNumber;
    }
  }

  /** The peer answered the question of this number in this incarnation. */
  void answeredAs(long anIncarnation, long number) {
    if (inDoubt && number >= doubtNumber) {
      if (incarnation != anIncarnation) {
        incarnation = anIncarnation;
        heardNumber = 0;
        known = VersionVector.EMPTY;
      }
      inDoubt = false;
    }
  }

  /**
   * Something came from the peer.
   *
   * @return true if the peer had been taken to be away
   */
  boolean heard(long nowNanos) {
    boolean wasAway = suspected;
    heardNanos = nowNanos;
    suspected = false;
    return wasAway;
  }

  /** The number of a message of the present incarnation. */
  void heardNumber(long number, long nowNanos) {
    if (number > heardNumber) {
      heardNumber = number;
      heardNumberNanos = nowNanos;
    }
  }

  /** The highest number of the present incarnation; 0 for none. */
  long heardNumber() {
    return heardNumber;
  }

  long heldMillis(long nowNanos) {
    return Duration.ofNanos(nowNanos - heardNumberNanos).toMillis();
  }

  /** The peer is believed to have this, from somebody who sent it to all. */
  void assume(VersionVector have) {
    known = known.join(have);
    promised = promised.join(have);
  }

  /** The peer waits to hear that these arrived. */
  void addPendingAck(ReplicaId origin, long nowNanos) {
    if (pendingAcks.isEmpty()) {
      owedSinceNanos = nowNanos;
    }
    pendingAcks.add(origin);
  }

  Set<ReplicaId> pendingAcks() {
    return Collections.unmodifiableSet(pendingAcks);
  }

  /** How long an acknowledgement may still wait; less than this. */
  Duration ackWait(Duration idle, long nowNanos) {
    Duration wait = rideWait(owedSinceNanos, idle, nowNanos);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** The peer was told. */
  void paid() {
    pendingAcks.clear();
    toldAll = false;
  }

  /**
   * An incarnation of the peer has put a question. While this node was away it may have put it
   * again and again, and one answer will do.
   *
   * @return false if that incarnation was answered just now
   */
  boolean isDueAnswer(long anIncarnation, long nowNanos) {
    boolean isDue =
        answeredIncarnation != anIncarnation
            || nowNanos - answeredNanos >= Delays.SPACING.toNanos();
    if (isDue) {
      answeredIncarnation = anIncarnation;
      answeredNanos = nowNanos;
    }
    return isDue;
  }

  /** The peer asked to be sent what is new. */
  void lease(long untilNanos) {
    leaseEndNanos = untilNanos;
  }

  boolean asks(long nowNanos) {
    return leaseEndNanos > nowNanos;
  }

  // What goes out.

  /** True while an answer is waited for. */
  boolean isOutstanding() {
    return attempts > 0;
  }

  /** How often an answer has been waited for in vain, and once more. */
  int attempts() {
    return attempts;
  }

  /** When what is waited for was sent; of several, the first. */
  long waitingSinceNanos() {
    return waitingSinceNanos;
  }

  boolean isWindowFull() {
    return unanswered.size() >= WINDOW;
  }

  /** So much is under way that an answer must not wait for a ride, or the window would fill. */
  boolean isWindowHalfFull() {
    return unanswered.size() >= WINDOW / 2;
  }

  /** A message that wants an answer goes out. */
  void sent(long number, VersionVector content, long nowNanos) {
    promised = promised.join(content);
    if (unanswered.isEmpty()) {
      attemptSinceNanos = nowNanos;
    }
    unanswered.add(new Sent(number, nowNanos, content));
    lastSentNanos = nowNanos;
    if (attempts == 0) {
      attempts = 1;
      waitingSinceNanos = nowNanos;
    }
  }

  /** The message that goes out next is a question. */
  void ask(long number) {
    askedNumber = number;
    if (firstAskedNumber == 0) {
      firstAskedNumber = number;
    }
  }

  /** True while the answer to a question is waited for. */
  boolean isAsking() {
    return question() != null;
  }

  private @Nullable Sent question() {
    return find(askedNumber);
  }

  /**
   * How much longer than a round trip the answer may take: it may wait for a ride. Less than zero
   * where it could have come before now.
   */
  Duration rideWait(Duration idle, long nowNanos) {
    return rideWait(attemptSinceNanos, idle, nowNanos);
  }

  private static Duration rideWait(long sinceNanos, Duration idle, long nowNanos) {
    long left = sinceNanos + Delays.ACK_NANOS - nowNanos;
    return Duration.ofNanos(Math.min(left, idle.toNanos()));
  }

  /** True where something was sent within this time. */
  boolean sentWithin(Duration time, long nowNanos) {
    return lastSentNanos != Long.MIN_VALUE && nowNanos - lastSentNanos <= time.toNanos();
  }

  /**
   * The peer has got the message of this number, after holding it for a while, and {@link #known}
   * says what it had then.
   *
   * @param tellsAll whether the message that says so answers questions too
   * @return true if some of what was under way before is lost
   */
  boolean answered(
      long number, boolean tellsAll, long heldNanos, RoundTrip roundTrip, long nowNanos) {
    boolean isLost = isOverdue(number, roundTrip, nowNanos);
    boolean isAnswer = isUnanswered(number);
    Sent question = tellsAll ? null : question();
    if (isAnswer) {
      Sent sent;
      do {
        sent = unanswered.remove();
        isLost |= !known.covers(sent.content);
      } while (sent.number != number);
      roundTrip.sample(nowNanos - sent.atNanos - heldNanos);
    }
    if (question != null && !isAsking()) {
      unanswered.addFirst(question); // It was heard, but what answered it is lost, or later.
    }
    if (tellsAll && isAsking() && number >= firstAskedNumber && number < askedNumber) {
      // The network is slower than the time-out: the answer to an earlier attempt is as good.
      unanswered.removeIf(sent -> sent.number == askedNumber);
    }
    if (!isAsking()) {
      firstAskedNumber = 0;
    }
    promised = promised.join(known);
    while (!unanswered.isEmpty() && isAnswered(unanswered.element())) {
      isAnswer |= !unanswered.remove().content.equals(VersionVector.EMPTY);
    }
    if (known.covers(promised) && !isAsking()) {
      unanswered.clear();
      attempts = 0;
    } else if (!unanswered.isEmpty() && isAnswer) {
      // Whatever is still under way begins its time now.
      attempts = 1;
      waitingSinceNanos = unanswered.element().atNanos;
      attemptSinceNanos = waitingSinceNanos;
    }
    return isLost;
  }

  private boolean isUnanswered(long number) {
    return find(number) != null;
  }

  private @Nullable Sent find(long number) {
    for (Sent sent : unanswered) {
      if (sent.number == number) {
        return sent;
      }
    }
    return null;
  }

  /** True where the peer should have got more, when it sent this, than it says. */
  private boolean isOverdue(long number, RoundTrip roundTrip, long nowNanos) {
    Sent oldest = unanswered.peek();
    return oldest != null
        && oldest.number != OF_OTHERS
        && nowNanos - oldest.atNanos > roundTrip.longNanos()
        && (oldest.number > number || !known.covers(oldest.content));
  }

  private boolean isAnswered(Sent sent) {
    return sent.number != askedNumber && known.covers(sent.content);
  }

  /** No answer came in time: what was under way may be lost. */
  void timedOut(long nowNanos) {
    attempts++;
    attemptSinceNanos = nowNanos;
    List<Sent> late = List.copyOf(unanswered);
    forget();
    // A late answer still tells how long a round trip takes, and so when to give up the next time.
    late.stream()
        .skip(Math.max(0, late.size() - WINDOW / 2))
        .forEach(sent -> unanswered.add(new Sent(sent.number, sent.atNanos, VersionVector.EMPTY)));
  }

  /** The peer said all that it has: what else was promised is what is under way. */
  void saidAll(VersionVector have) {
    known = have;
    promised = have;
    for (Sent sent : unanswered) {
      promised = promised.join(sent.content);
    }
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
    attempts = 0;
    due = false;
  }

  /** True where nothing came from the peer since an answer is waited for. */
  boolean isSilent() {
    return heardNanos < waitingSinceNanos;
  }

  /** True where the peer was heard within this time. */
  boolean heardWithin(long nanos, long nowNanos) {
    return heardNanos != Long.MIN_VALUE && nowNanos - heardNanos <= nanos;
  }
}
