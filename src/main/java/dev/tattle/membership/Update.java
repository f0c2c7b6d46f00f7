package dev.tattle.membership;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a member, in a message.
 *
 * <pre>
 * [id, address, incarnation, "alive"]
 * [id, address, incarnation, "suspect", by]    the node that suspects it
 * [id, address, incarnation, "dead", millis]   how long it has been so; "left" as well
 * </pre>
 *
 * @param by the node that suspects it; null for other states
 * @param age how long it has been dead or left; zero for other states
 */
record Update(Member member, @Nullable NodeId by, Duration age) {
  private static final String EXPECTED =
      "expected a member: [id, address, incarnation, \"alive\"|\"suspect\"|\"dead\"|\"left\","
          + " by or milliseconds], but it is ";

  static Update of(Member member, @Nullable NodeId by) {
    return new Update(member, by, Duration.ZERO);
  }

  Json toJson() {
    Json id = Json.of(member.id());
    Json address = Json.of(member.address());
    Json incarnation = Json.of(member.incarnation());
    Json state = Json.of(member.state().word());
    return switch (member.state()) {
      case ALIVE -> Json.array(id, address, incarnation, state);
      case SUSPECT ->
          Json.array(id, address, incarnation, state, Json.of(by == null ? member.id() : by));
      case DEAD, LEFT -> Json.array(id, address, incarnation, state, Json.of(age.toMillis()));
    };
  }

  /**
   * Reads the output of {@link #toJson}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Update fromJson(Json json) {
    if (!(json instanceof Json.Arr array)
        || array.items().size() < 4
        || !(array.items().get(0) instanceof Json.Text id)
        || !(array.items().get(1) instanceof Json.Text address)
        || !(array.items().get(2) instanceof Json.Int incarnation)
        || !(array.items().get(3) instanceof Json.Text word)) {
      throw new IllegalArgumentException(EXPECTED + json.kind());
    }
    MemberState state = MemberState.of(word.value());
    boolean isSound =
        state != null
            && isSound(id.value(), 1)
            && isSound(address.value(), 0)
            && incarnation.value() >= 0
            && incarnation.value() < Long.MAX_VALUE / 2;
    if (state == null || !isSound) {
      throw new IllegalArgumentException(EXPECTED + "something else");
    }
    Member member = new Member(new NodeId(id.value()), address.value(), incarnation.value(), state);
    return new Update(member, by(member, array.items()), age(member, array.items()));
  }

  private static @Nullable NodeId by(Member member, List<Json> items) {
    if (member.state() != MemberState.SUSPECT) {
      return null;
    }
    if (items.size() == 5 && items.get(4) instanceof Json.Text by && isSound(by.value(), 1)) {
      return new NodeId(by.value());
    }
    throw new IllegalArgumentException(EXPECTED + "suspected by nobody");
  }

  private static Duration age(Member member, List<Json> items) {
    if (member.state().isPresent()) {
      return Duration.ZERO;
    }
    if (items.size() == 5 && items.get(4) instanceof Json.Int millis && millis.value() >= 0) {
      return Duration.ofMillis(Math.min(millis.value(), Duration.ofDays(365).toMillis()));
    }
    throw new IllegalArgumentException(EXPECTED + "of no age");
  }

  private static boolean isSound(String text, int least) {
    return text.length() >= least && text.length() <= Member.MOST_TEXT_CHARS;
  }

  /** Reads a field of a message that is a list of updates. */
  static List<Update> list(Body body, String field) {
    List<Json> items = body.array(field);
    if (items.size() > MembershipSettings.MOST_MEMBERS) {
      throw body.malformed(field, "at most 1000 members", "there are " + items.size());
    }
    List<Update> updates = new ArrayList<>();
    for (Json item : items) {
      try {
        updates.add(fromJson(item));
      } catch (IllegalArgumentException e) {
        throw body.malformed(field, "made of members", String.valueOf(e.getMessage()));
      }
    }
    return updates;
  }
}
