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
 * Who is to become a member of a group and who is to go, as its leader knows. It is told again and
 * again, so a new leader knows it soon.
 *
 * <ul>
 *   <li>A replica that belongs to no group learns, and votes once it has caught up, while there are
 *       fewer than {@value Founding#MOST_VOTERS} voters.
 *   <li>A replica goes that asks to leave, whose node has come back with another disk, or that a
 *       person has removed. The last voter stays.
 * </ul>
 */
final class Joiners {
  private record Offer(NodeId replica, long atNanos) {}

  private static final int MOST_MEMBERS = 1_000;

  private final Map<NodeId, Offer> offers = new TreeMap<>();
  private final Set<NodeId> leaving = new TreeSet<>();

  /** A replica of this node is there and is no member, as far as it knows. */
  void offers(NodeId node, NodeId replica, long nowNanos) {
    if (offers.size() < MOST_MEMBERS || offers.containsKey(node)) {
      offers.put(node, new Offer(replica, nowNanos));
    }
  }

  /** A member asks to go, or is to go. */
  void leaves(NodeId replica) {
    leaving.add(replica);
  }

  /**
   * All replicas of this node are to go.
   *
   * @throws RequestException where another node leads
   */
  void remove(NodeId node, Raft raft) {
    if (raft.leading() == null) {
      NodeId leader = raft.leader();
      throw new RequestException(
          RpcError.TEMPORARILY_UNAVAILABLE,
          leader == null
              ? "nobody leads at present"
              : ReplicaRecords.node(leader) + " leads: ask there");
    }
    for (NodeId replica : raft.log().members().all()) {
      if (ReplicaRecords.node(replica).equals(node)) {
        leaves(replica);
      }
    }
  }

  /** What the members are to become. */
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
