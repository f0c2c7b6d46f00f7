package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the group that a replica belongs to, if any, and opens it from disk. */
final class OwnGroup {
  /** What is needed to open a group. */
  record Plan(Machine machine, String kind, RaftSettings settings, Witness witness) {}

  private final Environment environment;
  private final Plan plan;
  private final ReplicaRecords records;
  private @Nullable RaftGroup group;

  /** Opens the group that is on disk, if there is one. */
  OwnGroup(Environment environment, Plan plan, ReplicaRecords records) {
    this.environment = environment;
    this.plan = plan;
    this.records = records;
    Proposal known = records.group();
    group = known == null ? null : open(known, ReplicaRecords.ofGroup(environment));
  }

  private RaftGroup open(Proposal known, Iterable<Json> kept) {
    return new RaftGroup(
        new ReplicaEnvironment(environment, records.replica(), kept),
        plan.machine,
        plan.kind + " " + known.id(),
        known.members(),
        plan.settings,
        plan.witness);
  }

  /** The group; null while this replica belongs to none. */
  @Nullable RaftGroup get() {
    return group;
  }

  /** The consensus of the group; null while there is none. */
  @Nullable Raft raft() {
    return group == null ? null : group.raft();
  }

  /** The group's name; empty while there is none. */
  String id() {
    Proposal known = records.group();
    return known == null ? "" : known.id();
  }

  /** The outbox for messages between replicas. */
  Outbox replicas(Outbox out) {
    return new ReplicaOutbox(records, out);
  }

  void onStart(Outbox out) {
    records.onStart(out);
    if (group != null) {
      group.onStart(replicas(out));
    }
  }

  /** Makes this replica belong to this group. */
  void adopt(Proposal of, Outbox out) {
    records.keepGroup(of, out);
    group = open(of, List.of());
    group.onStart(replicas(out));
  }

  /** Takes a message from another replica to this one. */
  void onMessage(Message message, NodeId from, Outbox out) {
    if (group == null) {
      join(message.body(), out);
    }
    if (group != null) {
      group.onPeerMessage(new Message(from, records.replica(), message.body()), replicas(out));
    }
  }

  /**
   * Joins the sender's group: it was founded as this replica agreed to, or its leader adds this
   * one.
   */
  private void join(Body body, Outbox out) {
    String of = body.text("of");
    String prefix = plan.kind + " ";
    String id = of.startsWith(prefix) ? of.substring(prefix.length()) : "";
    Proposal bound = records.bound();
    if (bound != null && bound.id().equals(id)) {
      adopt(bound, out);
    } else if (!id.isEmpty() && RaftMessages.isFromLeader(body.type())) {
      adopt(new Proposal(id, Members.of(List.of())), out);
    }
  }
}
