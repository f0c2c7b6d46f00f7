package dev.tattle.raft;

import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a leader's log to the other members, and knows how far each one is (paper 5.3). */
final class Replication {
  private final Raft raft;
  private final RaftLog log;
  private final RaftSettings settings;
  private final long firstIndex;
  private final Map<NodeId, MemberProgress> others = new LinkedHashMap<>();

  /** Counts the leader's rounds: an answer of this round was sent after the round began. */
  private long round;

  Replication(Raft raft, RaftLog log, RaftSettings settings) {
    this.raft = raft;
    this.log = log;
    this.settings = settings;
    firstIndex = log.lastIndex() + 1;
    followMembers();
  }

  /** Keeps a progress for each member but the leader, and no others. */
  void followMembers() {
    List<NodeId> members = log.members().all();
    others.keySet().retainAll(members);
    for (NodeId member : members) {
      if (!member.equals(raft.self()) && !others.containsKey(member)) {
        others.put(member, new MemberProgress(firstIndex, raft.nowNanos()));
      }
    }
  }

  long round() {
    return round;
  }

  private void nextRound() {
    round++;
  }

  /** The progress of this member; null for the leader itself and for other nodes. */
  @Nullable MemberProgress of(NodeId member) {
    return others.get(member);
  }

  /** Notes a message of this node, and returns its progress; null if it is no member. */
  @Nullable MemberProgress heard(NodeId from, long itsRound) {
    MemberProgress progress = others.get(from);
    if (progress != null) {
      progress.heard(itsRound, raft.nowNanos());
    }
    return progress;
  }

  /** Sends each member what may be sent. */
  void sendAll(Outbox out) {
    for (Map.Entry<NodeId, MemberProgress> other : others.entrySet()) {
      sendMore(other.getKey(), other.getValue(), out);
    }
  }

  /** Sends a member what may be sent. */
  void sendMore(NodeId to, MemberProgress progress, Outbox out) {
    while (progress.next() <= log.lastIndex() && progress.mayBeSent(settings.messagesInFlight())) {
      send(to, progress, out);
    }
  }

  /** Sends exactly one message: a heartbeat if nothing else may be sent. */
  void send(NodeId to, MemberProgress progress, Outbox out) {
    if (progress.snapshot() == null && progress.next() <= log.start().index()) {
      progress.sendSnapshot(log.snapshot());
    }
    Snapshot snapshot = progress.snapshot();
    if (snapshot != null) {
      sendPart(to, progress, snapshot, out);
      return;
    }
    Position previous = log.at(progress.next() - 1);
    List<Entry> entries =
        progress.mayBeSent(settings.messagesInFlight())
            ? log.from(progress.next(), settings.entriesAMessage(), settings.bytesAMessage())
            : List.of();
    raft.send(
        to,
        new RaftMessage.AppendEntries(raft.term(), round, previous, entries, raft.commit()),
        out);
    progress.sent(previous.index() + entries.size());
  }

  private void sendPart(NodeId to, MemberProgress progress, Snapshot snapshot, Outbox out) {
    int part = (int) progress.part();
    raft.send(
        to,
        new RaftMessage.InstallSnapshot(
            raft.term(),
            round,
            snapshot.last(),
            snapshot.members(),
            part,
            snapshot.parts().size(),
            snapshot.parts().get(part)),
        out);
    progress.sentPart();
  }

  /** Tells members of the commit at once if their clients wait for it. */
  void tellCommit(Outbox out) {
    for (Map.Entry<NodeId, MemberProgress> other : others.entrySet()) {
      tellCommit(other.getKey(), other.getValue(), out);
    }
  }

  void tellCommit(NodeId to, MemberProgress progress, Outbox out) {
    if (progress.isAwaiting(raft.commit())) {
      send(to, progress, out);
    }
  }

  /** Sends a heartbeat to each member that was sent nothing since the last one. */
  void beat(Outbox out) {
    nextRound();
    for (Map.Entry<NodeId, MemberProgress> other : others.entrySet()) {
      MemberProgress progress = other.getValue();
      boolean isDue = progress.isDueForBeat();
      progress.beat();
      if (isDue) {
        send(other.getKey(), progress, out);
        progress.beaten();
      }
    }
  }

  /** Asks all voters whether they still follow. */
  void askVoters(Outbox out) {
    nextRound();
    for (Map.Entry<NodeId, MemberProgress> other : others.entrySet()) {
      if (log.members().isVoter(other.getKey())) {
        send(other.getKey(), other.getValue(), out);
      }
    }
  }

  /** The last index that a majority has. */
  long reachedByMajority() {
    List<NodeId> voters = log.members().voters();
    long[] reached = new long[voters.size()];
    for (int i = 0; i < reached.length; i++) {
      MemberProgress progress = others.get(voters.get(i));
      reached[i] = progress == null ? log.lastIndex() : progress.match();
    }
    Arrays.sort(reached);
    return reached[reached.length - log.members().quorum()];
  }

  /** True if a majority was heard since then. */
  boolean hasHeardMajority(long sinceNanos) {
    return log.members()
        .isTrueOfMajority(
            voter -> {
              MemberProgress progress = others.get(voter);
              return progress == null || progress.heardNanos() >= sinceNanos;
            });
  }

  /**
   * True if a majority has answered this round.
   *
   * @param reader the node that asks, and so shows that it follows
   */
  boolean isConfirmed(long ofRound, NodeId reader) {
    return log.members()
        .isTrueOfMajority(
            voter -> {
              MemberProgress progress = others.get(voter);
              return progress == null || voter.equals(reader) || progress.ackedRound() >= ofRound;
            });
  }
}
