package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.List;

/**
 * A proposal that these replicas found a group.
 *
 * @param id {@code replica#number}, with the replica that makes the proposal; it becomes the
 *     group's name
 */
record Proposal(String id, Members members) {
  /** The replica that made the proposal. Only this one may carry it out or withdraw it. */
  NodeId owner() {
    return new NodeId(id.substring(0, Math.max(0, id.lastIndexOf('#'))));
  }

  Json toJson() {
    return Json.array(Json.of(id), members.toJson());
  }

  static Proposal fromJson(Json json) {
    List<Json> items = RaftJson.items(json, 2, "a proposal [id, members]");
    return new Proposal(RaftJson.text(items.get(0)), Members.fromJson(items.get(1)));
  }
}
