package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The status of a group, for people. Each node reports on itself. A node that is asked for the
 * status asks the other nodes, and shows what they said last.
 */
final class GroupStatus {
  static final String ASK = "group_ask";
  static final String TELL = "group_tell";

  private static final int MOST_NODES = 1_000;
  private static final long NANOS_A_MILLI = 1_000_000;

  private record Told(Json status, long atNanos) {}

  private final Environment environment;
  private final Json kind;
  private final Map<NodeId, Told> told = new TreeMap<>();

  GroupStatus(Environment environment, Json kind) {
    this.environment = environment;
    this.kind = kind;
  }

  /**
   * What this node knows of all nodes.
   *
   * <pre>
   * {node, group?, problem, role?, term?, leader?, first?, last?, commit?, snapshot?,
   *  voters?, learners?, others: [{…the same, age_millis}]}
   * </pre>
   *
   * @param own the result of {@link #own}
   */
  Json all(Json own, List<NodeId> others, Outbox out) {
    told.keySet().retainAll(others);
    List<Json> known = new ArrayList<>();
    told.forEach(
        (node, one) -> {
          long age = (environment.nowNanos() - one.atNanos) / NANOS_A_MILLI;
          known.add(with(one.status, "age_millis", Json.of(age)));
        });
    others.forEach(other -> out.send(other, Body.of(ASK, "of", kind)));
    return with(own, "others", Json.array(known));
  }

  private static Json with(Json object, String name, Json value) {
    Map<String, Json> fields = new LinkedHashMap<>(((Json.Obj) object).fields());
    fields.put(name, value);
    return new Json.Obj(fields);
  }

  /** The status of this node if it belongs to no group. */
  static Json own(NodeId self, String problem) {
    return Json.object("node", Json.of(self), "problem", Json.of(problem));
  }

  /** The status of this node if it belongs to a group. */
  static Json own(NodeId self, String stranger, String group, Raft raft) {
    String problem = stranger.isEmpty() ? problem(raft) : stranger;
    Map<String, Json> fields = new LinkedHashMap<>(((Json.Obj) own(self, problem)).fields());
    RaftLog log = raft.log();
    NodeId leader = raft.leader();
    Members members = log.members();
    fields.put("group", Json.of(group));
    fields.put("role", Json.of(role(raft)));
    fields.put("term", Json.of(raft.term()));
    fields.put("leader", leader == null ? Json.NULL : Json.of(ReplicaRecords.node(leader)));
    fields.put("first", Json.of(log.start().index() + 1));
    fields.put("last", Json.of(log.lastIndex()));
    fields.put("commit", Json.of(raft.commit()));
    fields.put("snapshot", Json.of(log.snapshot().last().index()));
    fields.put("voters", nodes(members.voters()));
    fields.put("learners", nodes(members.learners()));
    return new Json.Obj(fields);
  }

  private static String problem(Raft raft) {
    if (raft.isCutOff()) {
      return "no majority of the voters can be reached";
    }
    return raft.leader() == null ? "there is no leader at present" : "";
  }

  private static String role(Raft raft) {
    if (raft.leading() != null) {
      return "leader";
    }
    return raft.log().members().isVoter(raft.self()) ? "follower" : "learner";
  }

  private static Json nodes(List<NodeId> replicas) {
    List<Json> names = new ArrayList<>();
    replicas.forEach(replica -> names.add(Json.of(ReplicaRecords.node(replica))));
    return Json.array(names);
  }

  /** Sends this node's status to another node. */
  void answer(NodeId asker, Json own, Outbox out) {
    out.send(asker, Body.of(TELL, "of", kind, "status", own));
  }

  /** Takes another node's status. */
  void onTell(NodeId node, Body body) {
    if (told.size() < MOST_NODES || told.containsKey(node)) {
      told.put(node, new Told(new Json.Obj(body.object("status")), environment.nowNanos()));
    }
  }
}
