package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * Makes a replica leave its group: it asks the leader again and again until the leader has removed
 * it.
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
   * Begins to leave, or stops leaving.
   *
   * @param raft null if it belongs to no group
   * @return true once it is no longer a member
   */
  boolean leave(boolean isToLeave, @Nullable Raft raft, Outbox out) {
    isLeaving = isToLeave;
    if (raft != null) {
      care(raft, out);
    }
    return raft == null || isGone;
  }

  /** Asks to leave, if this replica is leaving. Called from time to time. */
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

  /** Asks the leader, or all members if it hears none: a removed replica hears no leader. */
  private void askToLeave(Raft raft, Outbox out) {
    NodeId leader = raft.leader();
    for (NodeId member : raft.log().members().all()) {
      if (!member.equals(replica) && (leader == null || leader.equals(member))) {
        out.send(member, Body.of(LEAVE, "of", kind));
      }
    }
  }

  /** Takes a member's request to leave. Does nothing if this replica does not lead. */
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

  /** Notes that the leader has removed this replica. */
  void onGone() {
    isGone = isLeaving;
  }

  private static boolean isOut(Raft raft, NodeId member) {
    RaftLog log = raft.log();
    return !log.members().isMember(member) && log.membersIndex() <= raft.commit();
  }
}
