package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.VersionVector;

/**
 * What the engine knows of one peer.
 *
 * <p>At most one message to it is <em>outstanding</em>, that is, waits for an answer. While the
 * first attempt is, a message that holds all of it and more may take its place. An answer to any
 * message since the last one that was answered counts, however late it comes.
 */
final class Peer {
  final NodeId id;

  /** What the peer has said that it has. */
  VersionVector known = VersionVector.EMPTY;

  /** Deltas have waited for the peer long enough: send when the outstanding message is answered. */
  boolean due;

  /** What the peer has is in doubt: the next message to it is a digest, until one is answered. */
  boolean inDoubt;

  /** The peer has not answered and is taken to be away, until it is heard again. */
  boolean suspected;

  private long bornMillis = Long.MIN_VALUE;
  private int attempts;
  private VersionVector promised = VersionVector.EMPTY;
  private long answeredNumber;
  private long sentNumber;
  private long lastNumber;
  private long sentNanos;
  private long heardNanos = Long.MIN_VALUE;
  private long saidNanos = Long.MIN_VALUE;
  private long askedUntilNanos = Long.MIN_VALUE;

  Peer(NodeId id) {
    this.id = id;
  }

  /** How often the outstanding message has been sent; 0 where nothing is outstanding. */
  int attempts() {
    return attempts;
  }

  boolean isOutstanding() {
    return attempts > 0;
  }

  /** What the peer will have once the outstanding message arrives, as far as is known. */
  VersionVector promised() {
    return promised;
  }

  /** True where a larger message may take the place of the outstanding one. */
  boolean isReplaceable() {
    return attempts == 1 && !suspected && !inDoubt;
  }

  /** A message goes out, for the first time or again. */
  void sent(long number, VersionVector promised, long nowNanos) {
    sentNumber = number;
    sentNanos = nowNanos;
    attempts++;
    replaced(number, promised);
  }

  /** A message takes the place of the outstanding one. */
  void replaced(long number, VersionVector promised) {
    lastNumber = number;
    this.promised = promised;
  }

  /** True where an answer to this number says something that is not known from a later one. */
  boolean answers(long number) {
    return answeredNumber < number && number <= lastNumber;
  }

  /**
   * An answer came.
   *
   * @return true if nothing is outstanding any more
   */
  boolean answered(long number, long nowNanos, RoundTrip roundTrip) {
    if (number == sentNumber) {
      roundTrip.sample(nowNanos - sentNanos);
    }
    answeredNumber = number;
    saidNanos = nowNanos;
    // Whatever is still under way begins its time now.
    boolean isAll = number == lastNumber || known.covers(promised);
    attempts = isAll ? 0 : Math.min(attempts, 1);
    return attempts == 0;
  }

  /** Answers to what was sent until now will not be believed: they may be a former life's. */
  void disbelieve() {
    answeredNumber = lastNumber;
  }

  /** The outstanding message will not be waited for. */
  void abandon() {
    attempts = 0;
    due = false;
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

  /** True where nothing came from the peer since the last attempt. */
  boolean isSilent() {
    return heardNanos < sentNanos;
  }

  /**
   * True where the peer's life that began then is its present one; what a former one said is not
   * true any more. A life that began later than all others is the present one from now on, and has
   * nothing until it says so.
   */
  boolean isPresentLife(long bornAtMillis) {
    if (bornAtMillis > bornMillis) {
      if (bornMillis != Long.MIN_VALUE) {
        known = VersionVector.EMPTY;
        disbelieve();
      }
      bornMillis = bornAtMillis;
    }
    return bornAtMillis == bornMillis;
  }

  /**
   * The peer answered in the life that began then, and so that is its present one, even where its
   * clock went back between two lives.
   */
  void answeredAs(long bornAtMillis) {
    if (bornMillis != bornAtMillis && bornMillis != Long.MIN_VALUE) {
      known = VersionVector.EMPTY;
    }
    bornMillis = bornAtMillis;
  }

  /** The peer has said all that it has. */
  void said(VersionVector have, long nowNanos) {
    known = have;
    saidNanos = nowNanos;
    inDoubt = false;
  }

  /** The peer has said what it has of some replicas. */
  void saidSome(VersionVector have) {
    // Less than it had before: the peer lost its memory, and so the rest as well.
    inDoubt |=
        have.versions().entrySet().stream()
            .anyMatch(entry -> entry.getValue() < known.get(entry.getKey()));
    known = known.replacing(have);
  }

  /** The peer asked to be sent what is new. */
  void asked(long untilNanos) {
    askedUntilNanos = untilNanos;
  }

  boolean asks(long nowNanos) {
    return askedUntilNanos > nowNanos;
  }

  /** True where the peer said what it has within this time. */
  boolean saidWithin(long nanos, long nowNanos) {
    return saidNanos != Long.MIN_VALUE && nowNanos - saidNanos <= nanos;
  }
}
