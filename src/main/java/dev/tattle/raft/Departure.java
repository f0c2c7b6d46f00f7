package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * How a replica leaves its group: it asks the leader again and again until that one has taken it
 * out.
 */
final class Departure {
  static final String LEAVE = "group_leave";
  static final String GONE = "group_gone";

  private final Json kind;
  private final NodeId replica;
  private final Joiners joiners;
  private boolean isLeaving;
  private boolean isGone;

  Departure(Json kind, NodeId replica, Joiners joiners) {
    this.kind = kind;
    this.replica = replica;
    this.joiners = joiners;
  }

  boolean isLeaving() {
    return isLeaving;
  }

  /**
   * From now on this replica goes, or does not.
   *
   * @param raft null where it belongs to no group
   * @return true once it is no member any more
   */
  boolean leave(boolean isToLeave, @Nullable Raft raft, Outbox out) {
    isLeaving = isToLeave;
    if (raft != null) {
      care(raft, out);
    }
    return raft == null || isGone;
  }

  /** From time to time. */
  void care(Raft raft, Outbox out) {
    if (!isLeaving || isGone) {
      return;
    }
    if (raft.leading() != null) {
      joiners.leaves(replica);
    } else {
      askToLeave(raft, out);
    }
    isGone = isOut(raft, replica);
  }

  /** Who has been taken out hears no leader any more, so it asks all. */
  private void askToLeave(Raft raft, Outbox out) {
    NodeId leader = raft.leader();
    for (NodeId member : raft.log().members().all()) {
      if (!member.equals(replica) && (leader == null || leader.equals(member))) {
        out.send(member, Body.of(LEAVE, "of", kind));
      }
    }
  }

  /** A member asks to leave; does nothing where this replica does not lead. */
  void onLeave(NodeId member, Raft raft, Outbox out) {
    if (raft.leading() == null) {
      return;
    }
    if (isOut(raft, member)) {
      out.send(member, Body.of(GONE, "of", kind));
    } else {
      joiners.leaves(member);
    }
  }

  /** The leader has taken this replica out. */
  void onGone() {
    isGone = isLeaving;
  }

  private static boolean isOut(Raft raft, NodeId member) {
    RaftLog log = raft.log();
    return !log.members().isMember(member) && log.membersIndex() <= raft.commit();
  }
}
