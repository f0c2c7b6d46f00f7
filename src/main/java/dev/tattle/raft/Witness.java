package dev.tattle.raft;

import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Watches all nodes of one simulated group, and stops the run if they break a property of the paper
 * (figure 3). It watches a node over all its incarnations: if a node forgets its vote and votes
 * again, the witness sees it.
 *
 * <p>Thread rule: one group, one thread.
 */
public final class Witness {
  private record Ballot(NodeId voter, long term) {}

  /** An entry and the term before it, which by induction stand for the whole log up to it. */
  private record Link(Entry entry, long previousTerm) {}

  /** A committed entry, and the term of the leader that knew it first. */
  private record Committal(Entry entry, long term) {}

  /** Watches nothing, because outside a simulation nobody sees all nodes. */
  public static final Witness NONE = new Witness(false);

  private final boolean isPresent;
  private final Map<Ballot, NodeId> votes = new LinkedHashMap<>();
  private final Map<Long, NodeId> leaders = new LinkedHashMap<>();
  private final Map<Position, Link> links = new LinkedHashMap<>();
  private final Map<Long, Committal> committed = new LinkedHashMap<>();

  /** Makes a witness for a group that has not begun. */
  public Witness() {
    this(true);
  }

  private Witness(boolean isPresent) {
    this.isPresent = isPresent;
  }

  /**
   * Checks a vote that has reached its candidate: no node votes for two candidates in one term, not
   * even across a restart. A vote that was lost before it was on disk was never sent, and does not
   * count.
   */
  void onVote(NodeId voter, long term, NodeId candidate) {
    if (!isPresent) {
      return;
    }
    NodeId earlier = votes.putIfAbsent(new Ballot(voter, term), candidate);
    if (earlier != null && !earlier.equals(candidate)) {
      throw new AssertionError(
          "a vote is forgotten: %s voted for %s and for %s in term %d"
              .formatted(voter, earlier, candidate, term));
    }
  }

  /**
   * Checks election safety and leader completeness: the log has all that was committed in earlier
   * terms. It checks the part of the log in memory. A node that is its own majority may lead a term
   * twice: it may have died before its vote, and so anything of the term, was on its disk.
   */
  void onLeader(NodeId leader, long term, RaftLog log) {
    if (!isPresent) {
      return;
    }
    NodeId earlier = leaders.putIfAbsent(term, leader);
    if (earlier != null && !earlier.equals(leader)) {
      throw new AssertionError(
          "election safety: %s and %s lead term %d".formatted(earlier, leader, term));
    }
    committed.forEach(
        (index, committal) -> {
          boolean must = committal.term < term && index > log.start().index();
          if (must && (index > log.lastIndex() || !log.entry(index).equals(committal.entry))) {
            throw new AssertionError(
                "leader completeness: %s leads term %d without entry %d, committed in term %d"
                    .formatted(leader, term, index, committal.term));
          }
        });
  }

  /**
   * Checks log matching after a follower has appended: one index and term mean one entry, and one
   * log before it. Entries that a leader has appended and sent to nobody may vanish with it.
   */
  void onEntries(NodeId node, long from, RaftLog log) {
    if (!isPresent) {
      return;
    }
    for (long index = from; index <= log.lastIndex(); index++) {
      Link link = new Link(log.entry(index), log.termAt(index - 1));
      Link earlier = links.putIfAbsent(log.at(index), link);
      if (earlier != null && !earlier.equals(link)) {
        throw new AssertionError(
            "log matching: entry %d of %s is %s, another node has %s"
                .formatted(index, node, link, earlier));
      }
    }
  }

  /**
   * Checks state machine safety: no node applies another entry at the same index.
   *
   * @param isSeen false for a node that voted for itself, as a leader did. While its own disk lacks
   *     the entry, it tells nobody of the commit, and a crash may undo it
   */
  void onApplied(NodeId node, long term, long index, Entry entry, boolean isSeen) {
    if (!isPresent) {
      return;
    }
    Committal earlier = committed.get(index);
    if (earlier == null && isSeen) {
      committed.put(index, new Committal(entry, term));
    }
    if (earlier != null && !earlier.entry.equals(entry)) {
      throw new AssertionError(
          "state machine safety: %s applies %s at %d, another node applied %s"
              .formatted(node, entry, index, earlier.entry));
    }
  }
}
