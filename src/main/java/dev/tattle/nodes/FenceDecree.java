package dev.tattle.nodes;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The agreement on where to cut one replica's log: single-decree Paxos, as far as this node has
 * read it in the logs. The order in which it reads the logs does not matter.
 *
 * <p>The cut keeps all that a majority has claimed to have of the log before it promised. At least
 * one node of that majority is among those that promised, and the end is not before what that node
 * had.
 *
 * <p>Source: Lamport, "Paxos Made Simple" (2001).
 */
final class FenceDecree {
  private final int majority;
  private final Map<String, FenceNote> promises = new LinkedHashMap<>();
  private final Map<String, FenceNote> votes = new LinkedHashMap<>();
  private final Set<String> told = new LinkedHashSet<>();
  private long ballot;
  private @Nullable FenceNote proposal;
  private long end = -1;

  FenceDecree(int majority) {
    this.majority = majority;
  }

  void take(FenceNote note) {
    switch (note.step()) {
      case PREPARE -> ballot = Math.max(ballot, note.ballot());
      case PROMISE -> promises.merge(note.writer(), note, FenceDecree::later);
      case PROPOSE -> proposal = proposal == null ? note : later(proposal, note);
      case VOTE -> {
        votes.merge(note.writer(), note, FenceDecree::later);
        if (count(votes.values(), note.ballot()) >= majority) {
          decide(note.end());
        }
      }
      case FENCED, RETURNS -> {
        told.add(note.writer());
        decide(note.end());
      }
      case BACK -> throw new IllegalArgumentException("of no single fence");
    }
  }

  private void decide(long agreed) {
    assert end < 0 || end == agreed : "cut at " + end + " and at " + agreed;
    end = agreed;
  }

  private static FenceNote later(FenceNote one, FenceNote other) {
    return other.ballot() > one.ballot() ? other : one;
  }

  private static long count(Collection<FenceNote> notes, long ballot) {
    return notes.stream().filter(note -> note.ballot() == ballot).count();
  }

  boolean isDecided() {
    return end >= 0;
  }

  /** Where the log is cut; -1 while that is undecided. */
  long end() {
    return end;
  }

  /** The next ballot of this rank; 0 if the latest ballot already has this rank. */
  long nextBallot(int rank, int nodes) {
    return ballot > 0 && ballot % nodes == rank ? 0 : (ballot / nodes + 1) * nodes + rank;
  }

  /** How much of the log this node may claim to have. */
  long claimed(String self, long version) {
    FenceNote promise = promises.get(self);
    return promise == null || told.contains(self) ? version : Math.min(version, promise.end());
  }

  /**
   * The next note that this node must write; null for none.
   *
   * @param blank a note of this node about this fence
   * @param rank this node's rank among all nodes, from 0
   * @param version how much of the log this node has
   */
  @Nullable FenceNote due(FenceNote blank, int rank, int nodes, long version) {
    String self = blank.writer();
    if (isDecided()) {
      return told.contains(self) ? null : note(FenceNote.Step.FENCED, blank, end);
    }
    FenceNote promise = promises.get(self);
    long promised = promise == null ? 0 : promise.ballot();
    FenceNote vote = votes.get(self);
    if (ballot > promised) {
      FenceNote mine = note(FenceNote.Step.PROMISE, blank, claimed(self, version)).in(ballot);
      return vote == null ? mine : mine.afterVote(vote);
    }
    if (ballot > 0
        && ballot % nodes == rank
        && (proposal == null || proposal.ballot() < ballot)
        && count(promises.values(), ballot) >= majority) {
      return note(FenceNote.Step.PROPOSE, blank, proposable()).in(ballot);
    }
    if (proposal != null
        && proposal.ballot() >= promised
        && (vote == null || vote.ballot() < proposal.ballot())
        && version >= proposal.end()) {
      return note(FenceNote.Step.VOTE, blank, proposal.end()).in(proposal.ballot());
    }
    return null;
  }

  private static FenceNote note(FenceNote.Step step, FenceNote blank, long end) {
    return FenceNote.of(step, blank.writer(), blank.replica(), blank.number(), end);
  }

  /**
   * The end of the last vote that the promises name, if any; else the longest log that they name.
   */
  private long proposable() {
    long voted = 0;
    long free = 0;
    long votedEnd = 0;
    for (FenceNote promise : promises.values()) {
      if (promise.ballot() == ballot) {
        free = Math.max(free, promise.end());
        votedEnd = promise.voted() > voted ? promise.votedEnd() : votedEnd;
        voted = Math.max(voted, promise.voted());
      }
    }
    return voted > 0 ? votedEnd : free;
  }
}
