package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeHost;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes the messages of a group. */
final class RaftMessages {
  private RaftMessages() {}

  /**
   * Makes a message's body from alternating names and values: JSON, {@code Long} or {@code
   * Boolean}.
   */
  static Body body(String type, Json of, long term, Object... namesAndValues) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("of", of);
    fields.put("term", Json.of(term));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], json(namesAndValues[i + 1]));
    }
    return new Body(type, null, null, fields);
  }

  private static Json json(Object value) {
    if (value instanceof Long number) {
      return Json.of(number);
    }
    return value instanceof Boolean truth ? Json.of(truth) : (Json) value;
  }

  static boolean isRaft(String type) {
    return switch (type) {
      case RaftMessage.RequestVote.TYPE,
          RaftMessage.Vote.TYPE,
          RaftMessage.AppendEntries.TYPE,
          RaftMessage.Appended.TYPE,
          RaftMessage.Rejected.TYPE,
          RaftMessage.InstallSnapshot.TYPE,
          RaftMessage.PartKept.TYPE,
          RaftMessage.ReadIndex.TYPE,
          RaftMessage.ReadIndexed.TYPE,
          RaftMessage.TimeoutNow.TYPE ->
          true;
      default -> false;
    };
  }

  /** True for what only a leader sends, and only to members. */
  static boolean isFromLeader(String type) {
    return type.equals(RaftMessage.AppendEntries.TYPE)
        || type.equals(RaftMessage.InstallSnapshot.TYPE);
  }

  /**
   * Reads a message.
   *
   * @throws dev.tattle.core.RequestException if it is malformed
   */
  static RaftMessage of(Message message) {
    Body body = message.body();
    try {
      return read(message, body);
    } catch (IllegalArgumentException e) {
      throw body.malformed("fields", "those of the protocol", String.valueOf(e.getMessage()));
    }
  }

  private static RaftMessage read(Message message, Body body) {
    return switch (body.type()) {
      case RaftMessage.RequestVote.TYPE -> RaftMessage.RequestVote.of(body);
      case RaftMessage.Vote.TYPE -> RaftMessage.Vote.of(body);
      case RaftMessage.AppendEntries.TYPE -> RaftMessage.AppendEntries.of(body);
      case RaftMessage.Appended.TYPE -> RaftMessage.Appended.of(body);
      case RaftMessage.Rejected.TYPE -> RaftMessage.Rejected.of(body);
      case RaftMessage.InstallSnapshot.TYPE -> RaftMessage.InstallSnapshot.of(body);
      case RaftMessage.PartKept.TYPE -> RaftMessage.PartKept.of(body);
      case RaftMessage.ReadIndex.TYPE -> RaftMessage.ReadIndex.of(body);
      case RaftMessage.ReadIndexed.TYPE -> RaftMessage.ReadIndexed.of(body);
      case RaftMessage.TimeoutNow.TYPE -> new RaftMessage.TimeoutNow(body.integer("term"));
      default -> throw NodeHost.notSupported(message);
    };
  }
}
