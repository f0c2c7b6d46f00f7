package dev.tattle.raft;

import java.time.Duration;

/**
 * The times and bounds of a group.
 *
 * @param heartbeat how often a leader sends heartbeats. In an idle group, each follower gets one
 *     message and sends one in that time
 * @param electionTimeout how long a node waits, at least, after it has heard a leader, before it
 *     stands for election. It draws a new time between this and twice this each time (paper 9.3).
 *     Three heartbeats, so that two may be lost. If answers take long, nodes wait longer
 * @param patience how long a request waits. Clients of lin-kv wait 1 s at least, and an answer must
 *     come before that. A request that no leader can have got is then refused as temporarily
 *     unavailable; for a write that a leader may have got, the outcome is unknown
 * @param resend how long a request may make no progress before it is sent to the leader again: a
 *     little more than four messages of 100 ms each
 * @param entriesAMessage the most entries in a message, so that a handler is short
 * @param bytesAMessage about how many bytes of entries a message has, so that a line is short; one
 *     entry may be larger
 * @param messagesInFlight how many unanswered messages may be under way to one follower. At the
 *     bound, entries gather until an answer comes, so that under load many share a message
 * @param openRequests how many reads and how many writes of this node's clients may be open; one
 *     more is refused at once
 * @param openEntries how many uncommitted entries a leader may have. At the bound it takes no
 *     commands, and their senders send them again
 * @param openBytes how many bytes this node's open writes may have, and a leader's uncommitted
 *     entries
 * @param entriesBeforeSnapshot after how many entries the node takes a snapshot. It waits for more
 *     if they have fewer bytes than the last snapshot, so that snapshots stay a small share of the
 *     work
 * @param bytesBeforeSnapshot after how many bytes of entries it takes one, if that comes first
 * @param entriesKept how many entries before the snapshot stay in memory, for followers that are a
 *     little behind; no more bytes than may be under way to one follower
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
  /** Settings for networks in which a message takes up to a few hundred milliseconds. */
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

  /** These settings with another patience, for clients that wait for a longer or shorter time. */
  public RaftSettings withPatience(Duration time) {
    return with(time, openBytes, entriesBeforeSnapshot, bytesBeforeSnapshot, entriesKept);
  }

  /** These settings with snapshots after so few entries that a test sees them. */
  public RaftSettings withSnapshotsAfter(int entries, int kept) {
    return with(patience, openBytes, entries, bytesBeforeSnapshot, kept);
  }

  /** These settings with byte bounds so small that a test reaches them. */
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

  /** About how many bytes may be under way to one follower. */
  long bytesInFlight() {
    return (long) messagesInFlight * bytesAMessage;
  }
}
