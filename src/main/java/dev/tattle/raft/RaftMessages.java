package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Message;
import dev.tattle.core.NodeHost;

/** Reads the messages of a group. */
final class RaftMessages {
  private RaftMessages() {}

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

  /**
   * Reads a message.
   *
   * @throws dev.tattle.core.RequestException where it is not as it should be
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
