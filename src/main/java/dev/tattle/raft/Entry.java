package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import java.util.List;

/**
 * One entry of the log.
 *
 * <pre>
 * [term]                        nothing: a leader's first entry (paper 8)
 * [term, command]               something for the machine
 * [term, members, "members"]    a change of the group
 * </pre>
 *
 * @param term the term of the leader that made it
 * @param payload the command or the members; {@link Json#NULL} for nothing
 */
record Entry(long term, Kind kind, Json payload) {
  private static final Json MEMBERS = Json.of("members");
  private static final int FRAME_BYTES = 16;

  /** What an entry is for. */
  enum Kind {
    NOTHING,
    COMMAND,
    MEMBERS
  }

  static Entry nothing(long term) {
    return new Entry(term, Kind.NOTHING, Json.NULL);
  }

  static Entry command(long term, Json command) {
    return new Entry(term, Kind.COMMAND, command);
  }

  static Entry members(long term, Members members) {
    return new Entry(term, Kind.MEMBERS, members.toJson());
  }

  /** About how many bytes it takes on the wire. */
  long weight() {
    return FRAME_BYTES + Weight.bytes(payload);
  }

  Json toJson() {
    return switch (kind) {
      case NOTHING -> Json.array(Json.of(term));
      case COMMAND -> Json.array(Json.of(term), payload);
      case MEMBERS -> Json.array(Json.of(term), payload, MEMBERS);
    };
  }

  static Entry fromJson(Json json) {
    List<Json> items = RaftJson.items(json, "an entry [term, …]");
    if (items.isEmpty() || items.size() > 3 || (items.size() == 3 && !isChange(items))) {
      throw new IllegalArgumentException("expected an entry of a known kind");
    }
    long term = RaftJson.natural(items.get(0));
    return switch (items.size()) {
      case 1 -> nothing(term);
      case 2 -> command(term, items.get(1));
      default -> members(term, Members.fromJson(items.get(1)));
    };
  }

  private static boolean isChange(List<Json> items) {
    return items.get(2).equals(MEMBERS);
  }
}
