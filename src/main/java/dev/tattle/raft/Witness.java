package dev.tattle.raft;

import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sees what all nodes of one simulated group do, and stops the run when they break a promise of the
 * paper (figure 3). It sees them over all their incarnations: a node that forgets its vote is
 * caught when it votes again.
 *
 * <p>Thread rule: one group, one thread.
 */
public final class Witness {
  private record Ballot(NodeId voter, long term) {}

  /** An entry and the term before it: by induction, the whole log up to it. */
  private record Link(Entry entry, long previousTerm) {}

  /** That an entry is committed, as its leader of this term was the first to know. */
  private record Committal(Entry entry, long term) {}

  /** Sees nothing: outside a simulation, nobody sees all nodes. */
  public static final Witness NONE = new Witness(false);

  private final boolean isPresent;
  private final Map<Ballot, NodeId> votes = new LinkedHashMap<>();
  private final Map<Long, NodeId> leaders = new LinkedHashMap<>();
  private final Map<Position, Link> links = new LinkedHashMap<>();
  private final Map<Long, Committal> committed = new LinkedHashMap<>();

  /** A witness of a group that has not begun. */
  public Witness() {
    this(true);
  }

  private Witness(boolean isPresent) {
    this.isPresent = isPresent;
  }

  /**
   * A vote has reached its candidate. Nobody votes for two in one term, before and after a restart;
   * a vote that was lost before it was on the disk was never sent, and is none.
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
   * Election safety, and leader completeness: what was committed in an earlier term is in the log,
   * which is looked at as far as it is in memory. One that is its own majority may lead a term
   * again if it died before its vote, and so anything of the term, was on its disk.
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
   * A follower has appended. Log matching: one index and term, one entry, and one log before it.
   * What a leader has appended and sent to nobody may vanish with it.
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
   * State machine safety: nobody applies another entry at the same index.
   *
   * @param isSeen false for one that voted for itself, as a leader did: while its own disk does not
   *     have the entry, nobody is told that it is committed, and a crash may undo that
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
