package dev.tattle.nodes;

import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message under a key, or a commit of an offset under a key.
 *
 * @param offset the offset, from 0
 * @param message the message; null for a commit
 */
record KafkaEntry(String key, long offset, @Nullable Json message) {
  Json toJson() {
    return message == null
        ? Json.array(Json.of(key), Json.of(offset))
        : Json.array(Json.of(key), Json.of(offset), message);
  }

  /** True for the record of a message. */
  static boolean isMessage(Json record) {
    return record instanceof Json.Arr entry && entry.items().size() == 3;
  }

  /** The key in the record of an entry. */
  static String key(Json record) {
    return ((Json.Text) ((Json.Arr) record).items().get(0)).value();
  }

  /** The offset in the record of an entry. */
  static long offset(Json record) {
    return ((Json.Int) ((Json.Arr) record).items().get(1)).value();
  }

  /** Reads a record as an entry; null if it is none. */
  static @Nullable KafkaEntry of(Json record) {
    if (!(record instanceof Json.Arr array)) {
      return null;
    }
    List<Json> parts = array.items();
    if ((parts.size() != 2 && parts.size() != 3)
        || !(parts.get(0) instanceof Json.Text key)
        || !(parts.get(1) instanceof Json.Int offset)
        || offset.value() < 0) {
      return null;
    }
    return new KafkaEntry(key.value(), offset.value(), parts.size() == 3 ? parts.get(2) : null);
  }
}
