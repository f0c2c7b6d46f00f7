package dev.tattle.raft;

import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.wire.JsonCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Formats messages and records for readers: short, with positions as index@term. */
final class TranscriptText {
  private static final Set<String> POSITIONS = Set.of("last", "previous", "hint");

  /** The group's kind is the same in all, and a sender's clock tells a reader nothing. */
  private static final Set<String> LEFT_OUT = Set.of("of", "at");

  private TranscriptText() {}

  static String of(Message message) {
    StringBuilder text = new StringBuilder();
    text.append(message.src()).append(" → ").append(message.dest());
    text.append("  ").append(message.body().type());
    append(message.body().fields(), text, LEFT_OUT);
    return text.toString();
  }

  static String ofRecord(Json record) {
    StringBuilder text = new StringBuilder();
    append(((Json.Obj) record).fields(), text, Set.of());
    return text.toString().strip();
  }

  private static void append(Map<String, Json> fields, StringBuilder text, Set<String> leftOut) {
    fields.forEach(
        (name, value) -> {
          if (!leftOut.contains(name)) {
            text.append("  ").append(name).append(' ').append(plain(name, value));
          }
        });
  }

  private static String plain(String name, Json value) {
    if (POSITIONS.contains(name) && value instanceof Json.Arr position) {
      List<Json> items = position.items();
      return text(items.get(0)) + "@" + text(items.get(1));
    }
    return text(value);
  }

  private static String text(Json value) {
    return JsonCodec.format(value).replace("\"", "");
  }
}
