package dev.tattle.raft;

import java.time.Duration;

/**
 * The times and bounds of a group.
 *
 * @param heartbeat how often a leader shows that it is there. An idle group sends each follower one
 *     message in that time, and gets one
 * @param electionTimeout for so long at least nobody stands against a leader that it has heard; the
 *     time that a node waits is drawn anew between this and twice this (paper 9.3). Three
 *     heartbeats, so that two may be lost. Where answers take long, nodes wait longer
 * @param patience how long a request waits: less than the second that clients of lin-kv wait at
 *     least, as who writes to a client that has gone is not listened to any more. A request that no
 *     leader may have got is then refused as temporarily unavailable; of a write that one may have
 *     got, the client is told that nobody knows its outcome
 * @param resend a request that makes no progress in this time is sent to the leader again: four
 *     messages that take a hundred milliseconds each, and some
 * @param entriesAMessage at most, so that a handler is short
 * @param bytesAMessage about, so that a line is short; one entry is sent whatever it weighs
 * @param messagesInFlight to one follower without an answer. Below it entries go at once; at it
 *     they gather until an answer comes, so that under load many share a message
 * @param openRequests of each kind, of this node's clients; one more is refused at once
 * @param openEntries of a leader that are not committed: while there are more it takes no commands,
 *     and those who sent them ask again
 * @param openBytes the same bound for the weight of this node's open writes, and of a leader's
 *     entries that are not committed
 * @param entriesBeforeSnapshot a snapshot takes the place of so many entries; of more while they
 *     weigh less than the last snapshot, so that the work for it stays a small share
 * @param bytesBeforeSnapshot or of entries of this weight, if that comes first
 * @param entriesKept how many entries stay in memory behind the snapshot, for followers that are a
 *     little behind; no more than may be under way to one
 */
public record RaftSettings(
    Duration heartbeat,
    Duration electionTimeout,
    Duration patience,
    Duration resend,
    int entriesAMessage,
    int bytesAMessage,
    int messagesInFlight,
    int openRequests,
    int openEntries,
    long openBytes,
    int entriesBeforeSnapshot,
    long bytesBeforeSnapshot,
    int entriesKept) {
  /** For networks in which a message takes up to some hundred milliseconds. */
  public static final RaftSettings DEFAULT =
      new RaftSettings(
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofMillis(800),
          Duration.ofMillis(500),
          1_000,
          256 << 10,
          4,
          10_000,
          10_000,
          16 << 20,
          10_000,
          16 << 20,
          1_000);

  public RaftSettings {
    if (heartbeat.compareTo(electionTimeout) >= 0) {
      throw new IllegalArgumentException("a heartbeat must be shorter than an election timeout");
    }
  }

  /** Requests wait so long: longer where clients wait longer, too. */
  public RaftSettings withPatience(Duration time) {
    return with(time, openBytes, entriesBeforeSnapshot, bytesBeforeSnapshot, entriesKept);
  }

  /** Snapshots after so few entries that a test sees them. */
  public RaftSettings withSnapshotsAfter(int entries, int kept) {
    return with(patience, openBytes, entries, bytesBeforeSnapshot, kept);
  }

  /** Bounds of weight so small that a test sees them. */
  public RaftSettings withBytes(long open, long beforeSnapshot) {
    return with(patience, open, entriesBeforeSnapshot, beforeSnapshot, entriesKept);
  }

  private RaftSettings with(Duration time, long open, int entries, long beforeSnapshot, int kept) {
    return new RaftSettings(
        heartbeat,
        electionTimeout,
        time,
        resend,
        entriesAMessage,
        bytesAMessage,
        messagesInFlight,
        openRequests,
        openEntries,
        open,
        entries,
        beforeSnapshot,
        kept);
  }

  /** What may be under way to one follower weighs this much, about. */
  long bytesInFlight() {
    return (long) messagesInFlight * bytesAMessage;
  }
}
