package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The members of a group. Voters make up its majorities; learners get the log and do not count
 * (thesis 4.2.1). Immutable.
 *
 * <p>If two sets of voters differ by one voter, any majority of one and any majority of the other
 * have a node in common. So the voters change by one at a time (thesis 4.1).
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

  /** Makes a group of voters only. */
  public static Members of(List<NodeId> voters) {
    return new Members(voters, List.of());
  }

  /** True if the node is a voter. */
  public boolean isVoter(NodeId node) {
    return voters.contains(node);
  }

  /** All members: voters, then learners. */
  public List<NodeId> all() {
    List<NodeId> all = new ArrayList<>(voters);
    all.addAll(learners);
    return all;
  }

  /** How many voters are a majority. */
  public int quorum() {
    return voters.size() / 2 + 1;
  }

  /** True if the condition holds for a majority of the voters. */
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

  /** These members with a learner as a voter. */
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
   * Takes the next step towards these members. First all new members become learners; then those
   * that are to vote become voters; then the others leave.
   *
   * @param leader the leader, which leaves last, because only it knows the goal
   * @param hasCaughtUp whether a learner has about the whole log
   * @return the members after the step; these, if there is no step now
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

  /** True if all of them are members already and their voters are voters. */
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
