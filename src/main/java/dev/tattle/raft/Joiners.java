package dev.tattle.raft;

import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Knows which replicas are to join a group and which are to leave, for the group's leader. Replicas
 * repeat their requests, so a new leader knows them soon.
 *
 * <ul>
 *   <li>A replica that belongs to no group becomes a learner. Once it has caught up, it becomes a
 *       voter, if there are fewer than {@value Founding#MOST_VOTERS} voters.
 *   <li>A replica leaves if it asks to, if its node has come back with another disk, or if a person
 *       has removed it. The last voter stays.
 * </ul>
 */
final class Joiners {
  private record Offer(NodeId replica, long atNanos) {}

  private static final int MOST_MEMBERS = 1_000;

  private final Map<NodeId, Offer> offers = new TreeMap<>();
  private final Set<NodeId> leaving = new TreeSet<>();

  /** Notes that a node offers its replica, which is no member as far as it knows. */
  void offers(NodeId node, NodeId replica, long nowNanos) {
    if (offers.size() < MOST_MEMBERS || offers.containsKey(node)) {
      offers.put(node, new Offer(replica, nowNanos));
    }
  }

  /** Notes that a member is to leave. */
  void leaves(NodeId replica) {
    leaving.add(replica);
  }

  /**
   * Notes that all replicas of this node are to leave.
   *
   * @throws RequestException if another node leads
   */
  void remove(NodeId node, Raft raft) {
    if (raft.leading() == null) {
      NodeId leader = raft.leader();
      throw new RequestException(
          RpcError.TEMPORARILY_UNAVAILABLE,
          leader == null
              ? "there is no leader at present"
              : ReplicaRecords.node(leader) + " leads: ask there");
    }
    for (NodeId replica : raft.log().members().all()) {
      if (ReplicaRecords.node(replica).equals(node)) {
        leaves(replica);
      }
    }
  }

  /** The members that the group is to have. */
  Members goal(Members now, Predicate<NodeId> hasCaughtUp, long nowNanos) {
    leaving.retainAll(now.all());
    offers.values().removeIf(offer -> nowNanos - offer.atNanos > Founding.PRESENT.toNanos());
    Members goal = now;
    for (NodeId member : now.all()) {
      Offer offer = offers.get(ReplicaRecords.node(member));
      boolean isToGo = leaving.contains(member) || (offer != null && !offer.replica.equals(member));
      if (isToGo && !goal.voters().equals(List.of(member))) {
        goal = goal.without(member);
      }
    }
    for (Offer offer : offers.values()) {
      if (!goal.isMember(offer.replica) && !leaving.contains(offer.replica)) {
        goal = goal.withLearner(offer.replica);
      }
    }
    for (NodeId learner : goal.learners()) {
      if (goal.voters().size() < Founding.MOST_VOTERS
          && now.isMember(learner)
          && hasCaughtUp.test(learner)) {
        goal = goal.withVoter(learner);
      }
    }
    return goal;
  }
}
