package dev.tattle.raft;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records that a replica of a {@link ClusterGroup} keeps on disk, before those of the group
 * itself. A replica stands for one disk: a node that has lost its disk comes back as another
 * replica.
 *
 * <pre>
 * {"of": kind, "replica": name}          the first record
 * {"bound": [proposal, members] or null} what it is bound to; replaces the earlier one
 * {"group": id, "members": members}      the group, and the members that it began with, as far as
 *                                        this replica knows
 * </pre>
 */
final class ReplicaRecords {
  private static final long INCARNATIONS = 1L << 62;

  private final Json kind;
  private final boolean isNew;
  private final boolean isDurable;
  private NodeId replica;
  private @Nullable Proposal bound;
  private @Nullable Proposal group;

  /**
   * Reads the records.
   *
   * @throws RequestException if the disk holds another kind of data
   */
  ReplicaRecords(Environment environment, String kind) {
    this.kind = Json.of(kind);
    isDurable = environment.isDurable();
    long incarnation = environment.random().nextLong(INCARNATIONS);
    replica =
        new NodeId(environment.self() + ":" + Long.toString(incarnation, Character.MAX_RADIX));
    boolean isEmpty = true;
    for (Json record : environment.kept()) {
      Map<String, Json> fields = ((Json.Obj) record).fields();
      if (isEmpty) {
        requireKind(environment, fields);
        isEmpty = false;
      }
      restore(fields);
    }
    isNew = isEmpty;
  }

  private void restore(Map<String, Json> fields) {
    Json name = fields.get("replica");
    if (name != null) {
      replica = new NodeId(RaftJson.text(name));
    }
    Json ofFounding = fields.get("bound");
    if (ofFounding != null) {
      bound = ofFounding == Json.NULL ? null : Proposal.fromJson(ofFounding);
    }
    Json id = fields.get("group");
    Json members = fields.get("members");
    if (id != null && members != null) {
      group = new Proposal(RaftJson.text(id), Members.fromJson(members));
    }
  }

  private void requireKind(Environment environment, Map<String, Json> first) {
    if (!kind.equals(first.get("of")) || !first.containsKey("replica")) {
      throw new RequestException(
          RpcError.NOT_SUPPORTED,
          "the data folder of %s holds something else than %s: choose another folder"
              .formatted(environment.self(), kind));
    }
  }

  /** The group's own records in an environment. */
  static Iterable<Json> ofGroup(Environment environment) {
    return () ->
        StreamSupport.stream(environment.kept().spliterator(), false)
            .filter(record -> !isOwn(((Json.Obj) record).fields()))
            .iterator();
  }

  private static boolean isOwn(Map<String, Json> fields) {
    return fields.containsKey("replica")
        || fields.containsKey("bound")
        || fields.containsKey("group");
  }

  /** The name of this replica: {@code node:incarnation}. */
  NodeId replica() {
    return replica;
  }

  /** The node that a replica belongs to. */
  static NodeId node(NodeId replica) {
    String name = replica.name();
    return new NodeId(name.substring(0, Math.max(0, name.lastIndexOf(':'))));
  }

  /** The proposal that this replica is bound to; null for none. */
  @Nullable Proposal bound() {
    return bound;
  }

  /** The group that this replica belongs to; null for none. */
  @Nullable Proposal group() {
    return group;
  }

  void onStart(Outbox out) {
    if (isNew && isDurable) {
      out.append(header());
    }
  }

  /** Binds this replica to a proposal, or to none, before anybody hears of it. */
  void keepBound(@Nullable Proposal proposal, Outbox out) {
    if (isDurable) {
      out.append(Json.object("bound", proposal == null ? Json.NULL : proposal.toJson()));
    }
    bound = proposal;
  }

  void keepGroup(Proposal of, Outbox out) {
    if (isDurable) {
      out.append(groupRecord(of));
    }
    group = of;
  }

  /** Replaces the group's records with these. */
  void checkpoint(List<Json> records, Outbox out) {
    Proposal of = group;
    if (of == null) {
      throw new AssertionError("a checkpoint without a group");
    }
    List<Json> all = new ArrayList<>(records.size() + 2);
    all.add(header());
    all.add(groupRecord(of));
    all.addAll(records);
    out.checkpoint(all);
  }

  private Json header() {
    return Json.object("of", kind, "replica", Json.of(replica));
  }

  private static Json groupRecord(Proposal of) {
    return Json.object("group", Json.of(of.id()), "members", of.members().toJson());
  }
}
