package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.wire.JsonCodec;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Formats messages for readers, with the names of {@code PROTOCOL.md}. */
final class GossipTranscriptText {
  private GossipTranscriptText() {}

  static String of(Message message) {
    StringBuilder text = new StringBuilder();
    text.append(message.src()).append(" → ").append(message.dest());
    text.append("  ").append(message.body().type());
    message.body().fields().forEach((name, value) -> append(name, value, text));
    return text.toString();
  }

  private static void append(String name, Json value, StringBuilder text) {
    switch (name) {
      case "of", "inc" -> {} // The kind is the same in all, and numbers tell incarnations apart.
      case "ask", "more" -> text.append("  ").append(name);
      case "acks", "have" -> text.append("  ").append(name).append(versions(value));
      case "deltas" -> text.append("  deltas").append(deltas(value));
      default -> text.append("  ").append(name).append(' ').append(plain(value));
    }
  }

  private static String versions(Json value) {
    Map<String, Json> versions = ((Json.Obj) value).fields();
    StringBuilder text = new StringBuilder(versions.isEmpty() ? " nothing" : "");
    versions.forEach(
        (replica, version) -> text.append(' ').append(replica).append('=').append(plain(version)));
    return text.toString();
  }

  private static String deltas(Json value) {
    StringJoiner text = new StringJoiner(", ", " ", "");
    for (Json delta : ((Json.Arr) value).items()) {
      List<Json> parts = ((Json.Arr) delta).items();
      StringJoiner words = new StringJoiner(" ");
      ((Json.Arr) parts.get(3)).items().forEach(word -> words.add(plain(word)));
      text.add(
          plain(parts.get(0))
              + " "
              + plain(parts.get(1))
              + "→"
              + plain(parts.get(2))
              + " "
              + words);
    }
    return text.toString();
  }

  private static String plain(Json value) {
    return JsonCodec.format(value).replace("\"", "");
  }
}
