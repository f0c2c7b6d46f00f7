package dev.tattle.raft;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a leader knows of one other member. */
final class MemberProgress {
  /** How entries are sent to it. */
  enum State {
    /** It is not known where the logs agree: one message at a time finds out. */
    PROBE,

    /** The logs agree: entries are sent ahead of the answers. */
    REPLICATE,

    /** It needs entries that are gone: it is sent the snapshot, a part at a time. */
    SNAPSHOT
  }

  private State state = State.PROBE;
  private long match;
  private long next;
  private boolean isProbed;

  /** The last indexes of the messages that were sent ahead, oldest first. */
  private final Deque<Long> inFlight = new ArrayDeque<>();

  /** The indexes whose commit it waits for, because its clients do; oldest first. */
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

  /** Its log is the leader's up to here. */
  long match() {
    return match;
  }

  /** The index of the next entry to send. */
  long next() {
    return next;
  }

  /** The greatest round of the leader's that it has answered. */
  long ackedRound() {
    return ackedRound;
  }

  long heardNanos() {
    return heardNanos;
  }

  /** It has said something in this term. */
  void heard(long round, long nowNanos) {
    ackedRound = Math.max(ackedRound, round);
    heardNanos = nowNanos;
  }

  /** True where entries may be sent now. */
  boolean mayBeSent(int messagesInFlight) {
    return switch (state) {
      case PROBE -> !isProbed;
      case REPLICATE -> inFlight.size() < messagesInFlight;
      case SNAPSHOT -> false;
    };
  }

  /** Something was sent up to this index, perhaps nothing new. */
  void sent(long last) {
    isSentTo = true;
    if (state == State.PROBE) {
      isProbed = true;
    } else if (last >= next) {
      inFlight.add(last);
      next = last + 1;
    }
  }

  /** True where nothing was sent since the last beat: it does not know whether the leader lives. */
  boolean isDueForBeat() {
    return !isSentTo;
  }

  /** A heartbeat interval begins; a probe that was not answered is sent again. */
  void beat() {
    isSentTo = false;
    isProbed = false;
  }

  /** It was sent the beat itself, which is not what makes the next one needless. */
  void beaten() {
    isSentTo = false;
  }

  /**
   * Its log is the leader's up to this index.
   *
   * @return true if that was not known
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
   * True for a rejection that is not an old one: its log has not what was last sent after. One that
   * rejects what it has acknowledged has lost its disk: it must not be asked again at once, for
   * ever.
   */
  boolean isRejected(long index) {
    return switch (state) {
      case PROBE -> index == next - 1 && index > match;
      case REPLICATE -> index > match;
      case SNAPSHOT -> false;
    };
  }

  /** The logs may agree up to this index. */
  void probeFrom(long agreeable) {
    next = Math.max(match, agreeable) + 1;
    become(State.PROBE);
  }

  void sendSnapshot(Snapshot whole) {
    become(State.SNAPSHOT);
    snapshot = whole;
    part = 0;
  }

  /** The snapshot that it is sent; null where it is sent none. */
  @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** Which of its parts is to be sent. */
  long part() {
    return part;
  }

  /**
   * It has all parts before this one.
   *
   * @return true if that was not known
   */
  boolean partKept(long index, long nextPart) {
    if (snapshot == null
        || index != snapshot.last().index()
        || nextPart >= snapshot.parts().size()) {
      return false;
    }
    // Who has restarted meanwhile has lost the parts, and begins anew.
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

  /** True where something that it waits for is now committed, and it has the entries. */
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
