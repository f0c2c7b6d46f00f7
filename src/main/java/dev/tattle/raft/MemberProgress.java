package dev.tattle.raft;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Holds what a leader knows of one other member. */
final class MemberProgress {
  /** How the leader sends entries to the member. */
  enum State {
    /** It is unknown where the logs agree. The leader finds out with one message at a time. */
    PROBE,

    /** The logs agree. The leader sends entries without waiting for answers. */
    REPLICATE,

    /**
     * The member needs entries that the leader no longer has. It gets the snapshot, a part at a
     * time.
     */
    SNAPSHOT
  }

  private State state = State.PROBE;
  private long match;
  private long next;
  private boolean isProbed;

  /** The last index of each message that was sent and not answered, oldest first. */
  private final Deque<Long> inFlight = new ArrayDeque<>();

  /** The indexes whose commit the member's clients wait for, oldest first. */
  private final Deque<Long> awaited = new ArrayDeque<>();

  private @Nullable Snapshot snapshot;
  private long part;
  private long ackedRound;
  private long heardNanos;
  private boolean isSentTo;

  MemberProgress(long next, long nowNanos) {
    this.next = next;
    heardNanos = nowNanos;
  }

  /** Up to this index the member's log equals the leader's. */
  long match() {
    return match;
  }

  /** The index of the next entry to send. */
  long next() {
    return next;
  }

  /** The greatest round of the leader that the member has answered. */
  long ackedRound() {
    return ackedRound;
  }

  long heardNanos() {
    return heardNanos;
  }

  /** Notes a message of the member in this term. */
  void heard(long round, long nowNanos) {
    ackedRound = Math.max(ackedRound, round);
    heardNanos = nowNanos;
  }

  /** True if the leader may send it entries now. */
  boolean mayBeSent(int messagesInFlight) {
    return switch (state) {
      case PROBE -> !isProbed;
      case REPLICATE -> inFlight.size() < messagesInFlight;
      case SNAPSHOT -> false;
    };
  }

  /** Notes a message with entries up to this index, perhaps with none. */
  void sent(long last) {
    isSentTo = true;
    if (state == State.PROBE) {
      isProbed = true;
    } else if (last >= next) {
      inFlight.add(last);
      next = last + 1;
    }
  }

  /** True if the leader has sent it nothing since the last beat, so that it needs a heartbeat. */
  boolean isDueForBeat() {
    return !isSentTo;
  }

  /** Begins a heartbeat interval, in which an unanswered probe is sent again. */
  void beat() {
    isSentTo = false;
    isProbed = false;
  }

  /** Notes that it got the heartbeat itself, which does not replace the next heartbeat. */
  void beaten() {
    isSentTo = false;
  }

  /**
   * Notes that its log equals the leader's up to this index.
   *
   * @return true if that is new
   */
  boolean matched(long index) {
    boolean isNews = index > match;
    match = Math.max(match, index);
    next = Math.max(next, match + 1);
    while (!inFlight.isEmpty() && inFlight.element() <= match) {
      inFlight.remove();
    }
    boolean isThere = snapshot == null || match >= snapshot.last().index();
    if (state == State.PROBE || (state == State.SNAPSHOT && isThere)) {
      become(State.REPLICATE);
    }
    return isNews;
  }

  /**
   * True if a rejection is not an old one: its log lacks the entry before those last sent. A member
   * that rejects what it has acknowledged has lost its disk; it must not be asked again at once,
   * for ever.
   */
  boolean isRejected(long index) {
    return switch (state) {
      case PROBE -> index == next - 1 && index > match;
      case REPLICATE -> index > match;
      case SNAPSHOT -> false;
    };
  }

  /** Probes from this index on, up to which the logs may agree. */
  void probeFrom(long agreeable) {
    next = Math.max(match, agreeable) + 1;
    become(State.PROBE);
  }

  void sendSnapshot(Snapshot whole) {
    become(State.SNAPSHOT);
    snapshot = whole;
    part = 0;
  }

  /** The snapshot that it is being sent; null for none. */
  @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** The number of the snapshot's part to send next. */
  long part() {
    return part;
  }

  /**
   * Notes that it has all parts before this one.
   *
   * @return true if that is new
   */
  boolean partKept(long index, long nextPart) {
    if (snapshot == null
        || index != snapshot.last().index()
        || nextPart >= snapshot.parts().size()) {
      return false;
    }
    // A member that has restarted meanwhile has lost the parts, and begins anew.
    boolean isNews = nextPart > part || (nextPart == 0 && part > 0);
    part = isNews ? nextPart : part;
    return isNews;
  }

  void sentPart() {
    isSentTo = true;
  }

  void await(long index) {
    awaited.add(index);
  }

  /** True if an entry that it waits for is now committed and the member has it. */
  boolean isAwaiting(long commit) {
    boolean isAwaiting = false;
    while (!awaited.isEmpty() && awaited.element() <= Math.min(commit, match)) {
      awaited.remove();
      isAwaiting = true;
    }
    return isAwaiting;
  }

  private void become(State to) {
    state = to;
    isProbed = false;
    inFlight.clear();
    snapshot = null;
  }
}
