package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who belongs to the group: voters, who make up its majorities, and learners, who get the log and
 * are not counted (thesis 4.2.1). Immutable.
 *
 * <p>Two sets of voters that differ by one always have a node in common in any two majorities: so
 * the voters change by one at a time (thesis 4.1).
 */
public record Members(List<NodeId> voters, List<NodeId> learners) {
  public Members {
    voters = List.copyOf(voters);
    learners = List.copyOf(learners);
    Set<NodeId> all = new LinkedHashSet<>(voters);
    all.addAll(learners);
    if (all.size() != voters.size() + learners.size()) {
      throw new IllegalArgumentException("a member is named twice");
    }
  }

  /** A group of voters alone. */
  public static Members of(List<NodeId> voters) {
    return new Members(voters, List.of());
  }

  public boolean isVoter(NodeId node) {
    return voters.contains(node);
  }

  /** Voters, then learners. */
  public List<NodeId> all() {
    List<NodeId> all = new ArrayList<>(voters);
    all.addAll(learners);
    return all;
  }

  /** How many voters are a majority. */
  public int quorum() {
    return voters.size() / 2 + 1;
  }

  /** True where this holds of a majority of the voters. */
  boolean isTrueOfMajority(Predicate<NodeId> condition) {
    int holds = 0;
    for (NodeId voter : voters) {
      if (condition.test(voter)) {
        holds++;
      }
    }
    return holds >= quorum();
  }

  Members withLearner(NodeId node) {
    List<NodeId> more = new ArrayList<>(learners);
    more.add(node);
    return new Members(voters, more);
  }

  /** A learner becomes a voter. */
  Members withVoter(NodeId node) {
    List<NodeId> more = new ArrayList<>(voters);
    more.add(node);
    List<NodeId> fewer = new ArrayList<>(learners);
    fewer.remove(node);
    return new Members(more, fewer);
  }

  Members without(NodeId node) {
    List<NodeId> fewerVoters = new ArrayList<>(voters);
    fewerVoters.remove(node);
    List<NodeId> fewerLearners = new ArrayList<>(learners);
    fewerLearners.remove(node);
    return new Members(fewerVoters, fewerLearners);
  }

  boolean isMember(NodeId node) {
    return isVoter(node) || learners.contains(node);
  }

  /**
   * The next step towards these members: first all that are to come learn the log, then those of
   * them that are to vote become voters, then the others leave.
   *
   * @param leader who leaves last: with it goes the knowledge of the goal
   * @param hasCaughtUp whether a learner has about the whole log
   * @return the members after the step; these, where there is none now
   */
  Members stepTowards(Members goal, NodeId leader, Predicate<NodeId> hasCaughtUp) {
    for (NodeId node : goal.all()) {
      if (!isMember(node)) {
        return withLearner(node);
      }
    }
    for (NodeId node : goal.voters) {
      if (!isVoter(node)) {
        return hasCaughtUp.test(node) ? withVoter(node) : this;
      }
    }
    for (NodeId node : all()) {
      if (!goal.isMember(node) && !node.equals(leader)) {
        return without(node);
      }
    }
    return goal.isMember(leader) || !isMember(leader) ? this : without(leader);
  }

  /** True where all of them are members already, and those that are to vote are voters. */
  boolean includes(Members goal) {
    return voters.containsAll(goal.voters) && all().containsAll(goal.learners);
  }

  Json toJson() {
    return Json.array(RaftJson.names(voters), RaftJson.names(learners));
  }

  static Members fromJson(Json json) {
    List<Json> items = RaftJson.items(json, 2, "members [voters, learners]");
    return new Members(RaftJson.nodes(items.get(0)), RaftJson.nodes(items.get(1)));
  }
}
