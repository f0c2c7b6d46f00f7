package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import java.util.List;

/**
 * The state that all entries up to some position lead to, in place of them (paper 7).
 *
 * @param last the last entry that it stands for
 * @param members of the group as of that entry
 * @param parts what the owner's state is made of; each small enough for one message
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

  /** Before the first entry. */
  static Snapshot empty(Members members) {
    return new Snapshot(Position.START, members, List.of());
  }
}
