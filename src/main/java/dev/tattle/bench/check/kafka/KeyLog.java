package dev.tattle.bench.check.kafka;

import dev.tattle.bench.check.HashOrder;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The log of one key, as all operations together show it: the messages at each offset, and so their
 * order. Offsets may have gaps of any size.
 */
final class KeyLog {
  private static final Comparator<LoggedMessage> FIRST_IN_A_SET =
      Comparator.comparing(LoggedMessage::value, new HashOrder());

  private final String key;
  private final Map<Json, LoggedMessage> messages = new LinkedHashMap<>();
  private final SortedMap<Long, Set<LoggedMessage>> atOffset = new TreeMap<>();
  private final List<LoggedMessage> order = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private boolean isPolled;

  KeyLog(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  LoggedMessage message(Json value) {
    return messages.computeIfAbsent(value, first -> new LoggedMessage(this, first));
  }

  /** All messages that were sent or polled. */
  Collection<LoggedMessage> messages() {
    return messages.values();
  }

  /** Records that an operation saw the message at this offset. */
  void place(long offset, LoggedMessage message) {
    if (message.isNewAt(offset)) {
      atOffset.computeIfAbsent(offset, absent -> new LinkedHashSet<>(2)).add(message);
    }
  }

  /** Records that a poll that ended ok asked for this log; it may have shown nothing. */
  void polled() {
    isPolled = true;
  }

  boolean isPolled() {
    return isPolled;
  }

  /** Gives each message its index. Call this once all offsets are known. */
  void settle() {
    for (Set<LoggedMessage> there : atOffset.values()) {
      int index = order.size();
      there.forEach(message -> message.standsAt(index));
      LoggedMessage first = Collections.min(there, FIRST_IN_A_SET);
      first.belongsTo(index);
      order.add(first);
    }
    offsets.addAll(atOffset.keySet());
  }

  /** The offset at this place in the order of the log. */
  long offset(int place) {
    return offsets.get(place);
  }

  /** The messages by offset; several if operations contradict each other. */
  SortedMap<Long, Set<LoggedMessage>> atOffset() {
    return atOffset;
  }

  /** One message for each known offset. */
  List<LoggedMessage> order() {
    return order;
  }
}
