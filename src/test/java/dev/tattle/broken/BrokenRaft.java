package dev.tattle.broken;

import dev.tattle.broken.MutantRaft.Change;
import dev.tattle.core.NodeFactory;
import java.nio.file.Path;
import java.util.List;

/** Rafts with one fault each: which text of the right Raft is replaced, and by what. */
@SuppressWarnings("ImmutableEnumChecker") // It can't see that the list is immutable.
enum BrokenRaft {
  /** The right Raft, from which the mutants differ. */
  RIGHT(),

  VOTE_NOT_KEPT(
      new Change("RaftRecords.java", "vote == null ? Json.NULL : Json.of(vote)", "Json.NULL")),

  TERM_NOT_KEPT(new Change("RaftRecords.java", "out.append(termRecord(newTerm, newVote));", "")),

  VOTES_TWICE(
      new Change("Elections.java", "(earlier == null || earlier.equals(candidate))", "true")),

  LOG_NOT_KEPT(new Change("RaftRecords.java", "out.append(entriesRecord(at, entries));", "")),

  OLD_LOG_IS_ELECTED(new Change("Elections.java", "request.last().isAtLeast(log.last())", "true")),

  COMMITS_EARLIER_TERM(new Change("Leadership.java", " || log.termAt(reached) != raft.term()", "")),

  COMMITS_BEFORE_MAJORITY(
      new Change("Leadership.java", "replication.reachedByMajority();", "log.lastIndex();")),

  HALF_IS_A_MAJORITY(new Change("Members.java", "voters.size() / 2 + 1", "voters.size() / 2")),

  APPLIES_BEFORE_COMMIT(new Change("Following.java", "Math.min(message.commit(), last)", "last")),

  COMMITS_WHAT_IT_HAS(
      new Change(
          "Following.java",
          "Math.min(message.commit(), last)",
          "Math.min(message.commit(), log.lastIndex())")),

  TRUNCATES_ALWAYS(
      new Change(
          "Following.java",
          "index > log.lastIndex() || log.termAt(index) != entries.get(i).term()",
          "true")),

  FOLLOWER_COMMITS_WHAT_IT_HAS(
      new Change("Following.java", "Math.min(index, match)", "Math.min(index, log.lastIndex())")),

  LEADER_READS_AT_ONCE(
      new Change(
          "Leadership.java", "replication.isConfirmed(read.round(), read.reader())", "true")),

  READS_BEFORE_FIRST_ENTRY(
      new Change("Leadership.java", "Math.max(raft.commit(), firstIndex)", "raft.commit()")),

  FOLLOWER_READS_AT_ONCE(
      new Change("RaftGroup.java", "reads.takeReadable(raft.commit())", "reads.takeAll()")),

  CARRIES_OUT_TWICE(new Change("Sessions.java", "if (result == null) {", "if (true) {")),

  SNAPSHOT_LOSES_SESSIONS(
      new Change("Sessions.java", "sessions.put(RaftJson.text(items.get(0)), session);", "")),

  SNAPSHOT_LOSES_WHAT_FOLLOWS(
      new Change(
          "Committed.java",
          "raft.keepSnapshot(snapshot, after(index), out);",
          "raft.keepSnapshot(snapshot, List.of(), out);")),

  TWO_CHANGES_AT_ONCE(
      new Change(
          "Leadership.java", "log.membersIndex() <= raft.commit() && firstIndex", "firstIndex")),

  NO_PRE_VOTE(
      new Change("Elections.java", "if (next.isWon(log.members())) {", "if (true) {"),
      new Change("Elections.java", "if (hearsLeader() && !request.isForced()) {", "if (false) {"));

  private final List<Change> changes;

  BrokenRaft(Change... changes) {
    this.changes = List.of(changes);
  }

  NodeFactory factory(Path directory, Class<? extends NodeFactory> type, int... settings) {
    return MutantRaft.factory(directory.resolve(name()), changes, type, settings);
  }
}
