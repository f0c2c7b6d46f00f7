package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import java.util.List;

/**
 * A state that replaces all entries up to a position, which lead to it (paper 7).
 *
 * @param last the last position that it covers
 * @param members the group's members at that position
 * @param parts the owner's state in parts, each small enough for one message
 */
record Snapshot(Position last, Members members, List<Json> parts) {
  Snapshot {
    parts = List.copyOf(parts);
  }

  /** About how many bytes its parts take on the wire. */
  long weight() {
    long bytes = 0;
    for (Json part : parts) {
      bytes += Weight.bytes(part);
    }
    return bytes;
  }

  /** The snapshot before the first entry. */
  static Snapshot empty(Members members) {
    return new Snapshot(Position.START, members, List.of());
  }
}
