package dev.tattle.raft;

import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.util.List;

/** What a node does with what a leader sends (paper 5.3 and 7). */
final class Following {
  private final Raft raft;
  private final RaftLog log;
  private final IncomingSnapshot incoming = new IncomingSnapshot();

  /** The greatest round of the leader's that has come. */
  private long round;

  Following(Raft raft, RaftLog log) {
    this.raft = raft;
    this.log = log;
  }

  /** A new term: rounds are counted anew. */
  void begin() {
    round = 0;
    incoming.clear();
  }

  void onAppendEntries(NodeId from, RaftMessage.AppendEntries message, Outbox out) {
    boolean isNewRound = heard(message.round());
    Position previous = message.previous();
    if (previous.index() < raft.commit()) {
      // What is committed is the same everywhere, so this log is the leader's up to there.
      answerMatch(from, raft.commit(), out);
    } else if (!log.has(previous)) {
      raft.send(
          from,
          new RaftMessage.Rejected(raft.term(), round, previous.index(), log.agreeable(previous)),
          out);
    } else {
      long match = previous.index() + message.entries().size();
      boolean isNew = appendNew(previous.index() + 1, message.entries(), out);
      raft.commitTo(Math.min(message.commit(), match), out);
      if (isNew || isNewRound || !message.entries().isEmpty()) {
        answerMatch(from, match, out);
      }
    }
  }

  private boolean heard(long itsRound) {
    boolean isNew = itsRound > round;
    round = Math.max(round, itsRound);
    return isNew;
  }

  /** Appends those that are not here; what is here and differs goes, and all that follows it. */
  private boolean appendNew(long first, List<Entry> entries, Outbox out) {
    for (int i = 0; i < entries.size(); i++) {
      long index = first + i;
      if (index > log.lastIndex() || log.termAt(index) != entries.get(i).term()) {
        if (index <= raft.commit()) {
          throw new AssertionError("entry " + index + " is committed and differs at the leader");
        }
        raft.append(index, entries.subList(i, entries.size()), out);
        return true;
      }
    }
    return false;
  }

  private void answerMatch(NodeId leader, long match, Outbox out) {
    raft.send(leader, new RaftMessage.Appended(raft.term(), round, match), out);
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
