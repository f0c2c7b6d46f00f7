package dev.tattle.raft;

import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of a node while it leads: it commits what a majority has, confirms reads, changes the
 * members one at a time, and hands over. It ends with the term.
 */
final class Leadership {
  private final Raft raft;
  private final RaftLog log;
  private final RaftSettings settings;
  private final Replication replication;
  private final long patienceNanos;

  /** The first entry of this term. Until it is committed, nothing is known to be (paper 5.4.2). */
  private final long firstIndex;

  private final Reads reads = new Reads();

  /** The round that reads wait for; 0 if they wait for none. */
  private long readRound;

  /** The members that the group moves to; null if they are not to change. */
  private @Nullable Members goal;

  private @Nullable NodeId successor;
  private long successionEndsNanos;

  /**
   * Begins a leadership, in which nothing was sent yet.
   *
   * @param patienceNanos it ends if no majority is heard for this long
   */
  Leadership(Raft raft, RaftLog log, RaftSettings settings, long patienceNanos) {
    this.raft = raft;
    this.log = log;
    this.settings = settings;
    this.patienceNanos = patienceNanos;
    replication = new Replication(raft, log, settings);
    firstIndex = log.lastIndex() + 1;
  }

  /**
   * True if it takes no commands at present, because too many are open or another node takes over.
   */
  boolean isBusy() {
    return successor != null
        || log.lastIndex() - raft.commit() >= settings.openEntries()
        || log.bytes(raft.commit(), log.lastIndex()) >= settings.openBytes();
  }

  /**
   * Appends entries of this term and sends them.
   *
   * @param origin the node that waits for their commit
   * @throws dev.tattle.core.RequestException if the disk can't be written; nothing has changed
   */
  void append(List<Entry> entries, NodeId origin, Outbox out) {
    raft.append(log.lastIndex() + 1, entries, out);
    replication.followMembers();
    MemberProgress waiting = replication.of(origin);
    if (waiting != null) {
      waiting.await(log.lastIndex());
    }
    replication.sendAll(out);
    commit(out);
  }

  /** Handles a message of a follower in this term. */
  void onMessage(NodeId from, RaftMessage message, Outbox out) {
    if (message instanceof RaftMessage.Appended appended) {
      onAppended(from, appended, out);
    } else if (message instanceof RaftMessage.Rejected rejected) {
      onRejected(from, rejected, out);
    } else if (message instanceof RaftMessage.PartKept kept) {
      onPartKept(from, kept, out);
    } else if (message instanceof RaftMessage.ReadIndex read) {
      read(from, read.ticket(), out);
    } else {
      throw new AssertionError("nobody handles " + message);
    }
  }

  private void onAppended(NodeId from, RaftMessage.Appended message, Outbox out) {
    MemberProgress progress = replication.heard(from, message.round());
    if (progress == null) {
      return;
    }
    if (message.match() > log.lastIndex()) {
      return; // No member of this group can have more than its leader.
    }
    if (progress.matched(message.match())) {
      commit(out);
    }
    replication.tellCommit(from, progress, out);
    replication.sendMore(from, progress, out);
    handOver(out);
    letReadsPass(out);
  }

  private void onRejected(NodeId from, RaftMessage.Rejected message, Outbox out) {
    MemberProgress progress = replication.of(from);
    if (progress != null && message.rejected() <= progress.match()) {
      return; // An old message; or the member has lost its log, and must not count.
    }
    replication.heard(from, message.round());
    if (progress != null && progress.isRejected(message.rejected())) {
      progress.probeFrom(log.agreeable(message.hint()));
      replication.send(from, progress, out);
    }
    letReadsPass(out);
  }

  private void onPartKept(NodeId from, RaftMessage.PartKept message, Outbox out) {
    MemberProgress progress = replication.heard(from, message.round());
    if (progress != null && progress.partKept(message.index(), message.next())) {
      replication.send(from, progress, out);
    }
    letReadsPass(out);
  }

  /** Commits what a majority has, if its last entry is of this term (paper 5.4.2). */
  private void commit(Outbox out) {
    long reached = replication.reachedByMajority();
    if (reached <= raft.commit() || log.termAt(reached) != raft.term()) {
      return;
    }
    raft.commitTo(reached, out);
    replication.tellCommit(out);
    if (!log.members().isVoter(raft.self()) && log.membersIndex() <= raft.commit()) {
      letBestTakeOver(out);
      raft.resign(out); // This leader has removed itself (thesis 4.2.2).
    }
  }

  /** Sends heartbeats. Ends the leadership if no majority answers (thesis 6.2). */
  void onBeat(Outbox out) {
    long nowNanos = raft.nowNanos();
    if (!replication.hasHeardMajority(nowNanos - patienceNanos)) {
      raft.resign(out);
      return;
    }
    if (nowNanos >= successionEndsNanos) {
      successor = null;
    }
    replication.beat(out);
    changeMembers(out);
  }

  /**
   * Answers the reader once it is certain that no other node led when the read came (thesis 6.4).
   *
   * <p>The question of a follower shows that it followed this leader after the read came. With
   * three voters, the two are a majority, so the read costs no round.
   */
  void read(NodeId reader, long ticket, Outbox out) {
    long index = Math.max(raft.commit(), firstIndex);
    reads.add(new Reads.Read(reader, ticket, index, replication.round() + 1));
    letReadsPass(out);
    if (readRound == 0 && !reads.isEmpty()) {
      beginReadRound(out);
    }
  }

  private void letReadsPass(Outbox out) {
    Reads.Read read = reads.first();
    while (read != null && mayPass(read)) {
      reads.removeFirst();
      raft.answerRead(read, out);
      read = reads.first();
    }
    if (read == null) {
      readRound = 0;
    } else if (readRound != 0 && readRound < read.round()) {
      beginReadRound(out);
    }
  }

  /** True if a majority has confirmed the leader, and the read's index is committed. */
  private boolean mayPass(Reads.Read read) {
    return read.index() <= raft.commit() && replication.isConfirmed(read.round(), read.reader());
  }

  private void beginReadRound(Outbox out) {
    replication.askVoters(out);
    readRound = replication.round();
  }

  /** Changes the members from now on, one at a time, until they are these. */
  void moveTo(Members members) {
    goal = members;
  }

  /**
   * Changes one member, if the last change and an entry of this term are committed. Two changes at
   * once could make two majorities (thesis 4.1, and its author's correction of 2015).
   */
  private void changeMembers(Outbox out) {
    boolean mayChange = log.membersIndex() <= raft.commit() && firstIndex <= raft.commit();
    if (goal == null || !mayChange) {
      return;
    }
    Members next = log.members().stepTowards(goal, raft.self(), this::hasCaughtUp);
    if (next.equals(log.members())) {
      goal = next.includes(goal) ? null : goal;
    } else {
      append(List.of(Entry.members(raft.term(), next)), raft.self(), out);
    }
  }

  /**
   * True if this learner lacks at most one message's entries: as a voter it would delay no commit.
   */
  boolean hasCaughtUp(NodeId learner) {
    MemberProgress progress = replication.of(learner);
    return progress != null && progress.match() >= raft.commit() - settings.entriesAMessage();
  }

  /** Lets another voter take over as soon as it has all entries (thesis 3.10). */
  void transferTo(NodeId voter, Outbox out) {
    if (replication.of(voter) != null && log.members().isVoter(voter)) {
      successor = voter;
      successionEndsNanos = raft.nowNanos() + settings.electionTimeout().toNanos();
      handOver(out);
    }
  }

  /** Hands over, because no more messages will come. */
  void onStop(Outbox out) {
    letBestTakeOver(out);
  }

  /** Lets the voter with the longest log stand at once, without an election timeout. */
  private void letBestTakeOver(Outbox out) {
    NodeId best = null;
    long most = -1;
    for (NodeId voter : log.members().voters()) {
      MemberProgress progress = replication.of(voter);
      if (progress != null && progress.match() > most) {
        best = voter;
        most = progress.match();
      }
    }
    if (best != null) {
      raft.send(best, new RaftMessage.TimeoutNow(raft.term()), out);
    }
  }

  private void handOver(Outbox out) {
    MemberProgress progress = successor == null ? null : replication.of(successor);
    if (successor != null && progress != null && progress.match() == log.lastIndex()) {
      raft.send(successor, new RaftMessage.TimeoutNow(raft.term()), out);
    }
  }

  boolean checkInvariants() {
    assert replication.of(raft.self()) == null : "a leader follows itself";
    assert raft.commit() <= log.lastIndex() : "committed beyond the log's end";
    return true;
  }
}
