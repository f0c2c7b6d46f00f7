package dev.tattle.raft;

import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/** One attempt of a node to be elected: who is for it. */
final class Candidacy {
  private final long term;
  private final Map<NodeId, Boolean> votes = new LinkedHashMap<>();

  /**
   * A campaign in which nobody has voted.
   *
   * @param term that it wants to lead
   */
  Candidacy(long term) {
    this.term = term;
  }

  long term() {
    return term;
  }

  /** True where a majority has answered, whatever it said. */
  boolean isAnswered(Members members) {
    return members.isTrueOfMajority(votes::containsKey);
  }

  void voted(NodeId voter, boolean isGranted) {
    votes.put(voter, isGranted);
  }

  /** True where a majority of the voters is for it. */
  boolean isWon(Members members) {
    return members.isTrueOfMajority(voter -> Boolean.TRUE.equals(votes.get(voter)));
  }
}
