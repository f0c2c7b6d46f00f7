package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the parts of messages and records. It throws {@link IllegalArgumentException} for anything
 * unexpected. From a peer, that is a malformed message; from a disk, a bug.
 */
final class RaftJson {
  private RaftJson() {}

  static List<Json> items(Json json, int count, String expected) {
    List<Json> items = items(json, expected);
    if (items.size() != count) {
      throw unexpected(expected, json);
    }
    return items;
  }

  static List<Json> items(Json json, String expected) {
    if (json instanceof Json.Arr array) {
      return array.items();
    }
    throw unexpected(expected, json);
  }

  static long natural(Json json) {
    if (json instanceof Json.Int integer && integer.value() >= 0) {
      return integer.value();
    }
    throw unexpected("an integer of at least 0", json);
  }

  static String text(Json json) {
    if (json instanceof Json.Text text && !text.value().isEmpty()) {
      return text.value();
    }
    throw unexpected("a name", json);
  }

  static List<NodeId> nodes(Json json) {
    List<NodeId> nodes = new ArrayList<>();
    for (Json item : items(json, "an array of node ids")) {
      nodes.add(new NodeId(text(item)));
    }
    return nodes;
  }

  static Json names(List<NodeId> nodes) {
    List<Json> names = new ArrayList<>();
    for (NodeId node : nodes) {
      names.add(Json.of(node));
    }
    return Json.array(names);
  }

  static IllegalArgumentException unexpected(String expected, Json json) {
    return new IllegalArgumentException("expected " + expected + ", but it is " + json.kind());
  }
}
