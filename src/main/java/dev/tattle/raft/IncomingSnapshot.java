package dev.tattle.raft;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/** The parts of a snapshot that a leader sends, as far as they have come. One at a time. */
final class IncomingSnapshot {
  private Position last = Position.START;
  private final List<Json> parts = new ArrayList<>();

  /** Takes a part that is the next one; others change nothing. */
  void take(RaftMessage.InstallSnapshot message) {
    if (!message.last().equals(last)) {
      last = message.last();
      parts.clear();
    }
    if (message.part() == parts.size()) {
      parts.add(message.content());
    }
  }

  /** The next part that is lacking. */
  long next() {
    return parts.size();
  }

  /** True where this one would be the last that is lacking. */
  boolean isCompletedBy(RaftMessage.InstallSnapshot message) {
    long next = message.last().equals(last) ? parts.size() : 0;
    return message.part() == next && next + 1 == message.parts();
  }

  /** All parts, this one the last. */
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
