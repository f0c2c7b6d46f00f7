package dev.tattle.raft;

import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.util.List;

/** Handles what a leader sends (paper 5.3 and 7). */
final class Following {
  private final Raft raft;
  private final RaftLog log;
  private final IncomingSnapshot incoming = new IncomingSnapshot();

  /** The greatest round of the leader that has come. */
  private long round;

  /** Up to this index this log equals the leader's, as far as is known in this term. */
  private long match;

  Following(Raft raft, RaftLog log) {
    this.raft = raft;
    this.log = log;
  }

  /** Begins a new term, in which rounds are counted anew. */
  void begin() {
    round = 0;
    match = 0;
    incoming.clear();
  }

  void onAppendEntries(NodeId from, RaftMessage.AppendEntries message, Outbox out) {
    boolean isNewRound = heard(message.round());
    Position previous = message.previous();
    if (previous.index() < raft.commit()) {
      // Committed entries are the same everywhere, so this log equals the leader's up to there.
      answerMatch(from, raft.commit(), out);
    } else if (!log.has(previous)) {
      raft.send(
          from,
          new RaftMessage.Rejected(raft.term(), round, previous.index(), hint(previous)),
          out);
    } else {
      long last = previous.index() + message.entries().size();
      boolean isNew = appendNew(previous.index() + 1, message.entries(), out);
      raft.commitTo(Math.min(message.commit(), last), out);
      if (isNew || isNewRound || !message.entries().isEmpty()) {
        answerMatch(from, last, out);
      }
    }
  }

  /** The last position at which the logs may agree; committed entries are the same everywhere. */
  private Position hint(Position previous) {
    return log.at(Math.max(log.agreeable(previous), raft.commit()));
  }

  private boolean heard(long itsRound) {
    boolean isNew = itsRound > round;
    round = Math.max(round, itsRound);
    return isNew;
  }

  /**
   * Appends the entries that are not here. Removes the first entry that differs, and all after it.
   */
  private boolean appendNew(long first, List<Entry> entries, Outbox out) {
    for (int i = 0; i < entries.size(); i++) {
      long index = first + i;
      if (index > log.lastIndex() || log.termAt(index) != entries.get(i).term()) {
        if (index <= raft.commit()) {
          throw new AssertionError("entry " + index + " is committed and differs at the leader");
        }
        raft.appendSent(index, entries.subList(i, entries.size()), out);
        return true;
      }
    }
    return false;
  }

  /** Notes that the leader says that this index is committed. */
  void onCommitted(long index, Outbox out) {
    raft.commitTo(Math.min(index, match), out);
  }

  private void answerMatch(NodeId leader, long upTo, Outbox out) {
    match = Math.max(match, upTo);
    raft.send(leader, new RaftMessage.Appended(raft.term(), round, upTo), out);
  }

  void onInstallSnapshot(NodeId from, RaftMessage.InstallSnapshot message, Outbox out) {
    heard(message.round());
    long index = message.last().index();
    if (index <= raft.commit()) {
      answerMatch(from, raft.commit(), out);
    } else if (incoming.isCompletedBy(message)) {
      raft.install(incoming.completedBy(message), out);
      incoming.clear();
      answerMatch(from, index, out);
    } else {
      incoming.take(message);
      raft.send(from, new RaftMessage.PartKept(raft.term(), round, index, incoming.next()), out);
    }
  }
}
