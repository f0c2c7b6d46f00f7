package dev.tattle.raft;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/** Gathers the parts of the snapshot that a leader sends. It holds one snapshot at a time. */
final class IncomingSnapshot {
  private Position last = Position.START;
  private final List<Json> parts = new ArrayList<>();

  /** Takes a part if it is the next one; ignores other parts. */
  void take(RaftMessage.InstallSnapshot message) {
    if (!message.last().equals(last)) {
      last = message.last();
      parts.clear();
    }
    if (message.part() == parts.size()) {
      parts.add(message.content());
    }
  }

  /** The number of the next part. */
  long next() {
    return parts.size();
  }

  /** True if this part would be the last one missing. */
  boolean isCompletedBy(RaftMessage.InstallSnapshot message) {
    long next = message.last().equals(last) ? parts.size() : 0;
    return message.part() == next && next + 1 == message.parts();
  }

  /** The snapshot of all parts, of which this is the last. */
  Snapshot completedBy(RaftMessage.InstallSnapshot message) {
    List<Json> all = new ArrayList<>(message.last().equals(last) ? parts : List.of());
    all.add(message.content());
    return new Snapshot(message.last(), message.members(), all);
  }

  void clear() {
    last = Position.START;
    parts.clear();
  }
}
