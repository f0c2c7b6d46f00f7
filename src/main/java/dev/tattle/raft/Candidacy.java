package dev.tattle.raft;

import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/** One attempt of a node to be elected, and the votes it has got. */
final class Candidacy {
  private final long term;
  private final Map<NodeId, Boolean> votes = new LinkedHashMap<>();

  /**
   * Makes a candidacy without votes.
   *
   * @param term the term that the node wants to lead
   */
  Candidacy(long term) {
    this.term = term;
  }

  long term() {
    return term;
  }

  /** True if a majority has answered, whatever it said. */
  boolean isAnswered(Members members) {
    return members.isTrueOfMajority(votes::containsKey);
  }

  void voted(NodeId voter, boolean isGranted) {
    votes.put(voter, isGranted);
  }

  /** True if a majority of the voters has granted its vote. */
  boolean isWon(Members members) {
    return members.isTrueOfMajority(voter -> Boolean.TRUE.equals(votes.get(voter)));
  }
}
