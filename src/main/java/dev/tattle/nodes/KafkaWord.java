package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * A node's <em>word</em>: a record of what it had when it wrote the record into its log. It
 * promises that the node's later messages get higher offsets than all that it had.
 *
 * @param node the node that wrote it
 * @param replica the replica as which it wrote
 * @param has how much of each replica's log it had
 */
record KafkaWord(String node, ReplicaId replica, VersionVector has) {
  private static final String NODE = "node";
  private static final String HAS = "has";

  Json toJson() {
    return Json.object(NODE, Json.of(node), HAS, has.toJson());
  }

  /** Reads a record of this replica's log as a word; null if it is none. */
  static @Nullable KafkaWord of(ReplicaId replica, Json record) {
    if (!(record instanceof Json.Obj object)
        || !(object.fields().get(NODE) instanceof Json.Text name)
        || !(object.fields().get(HAS) instanceof Json.Obj has)) {
      return null;
    }
    try {
      return new KafkaWord(name.value(), replica, VersionVector.fromJson(has));
    } catch (IllegalArgumentException notVersions) {
      return null;
    }
  }
}
