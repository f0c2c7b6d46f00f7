package dev.tattle.bench.report;

import dev.tattle.bench.net.JournaledMessage;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the journal's messages by type and by link. Rows hold the name or names, sent, and not
 * received, the most frequent first. All clients count as one.
 */
final class MessageCounts {
  static final String CLIENTS = "clients";
  private static final int MAX_TYPES = 40;
  private static final int MAX_LINKS = 3_000;

  private final Map<Key, Count> types = new LinkedHashMap<>();
  private final Map<Key, Count> links = new LinkedHashMap<>();

  private record Key(String first, String second) {}

  private static final class Count {
    private long sent;
    private long lost;

    void add(JournaledMessage message) {
      sent++;
      lost += message.isReceived() ? 0 : 1;
    }

    long sent() {
      return sent;
    }
  }

  static Json of(List<JournaledMessage> messages) {
    MessageCounts counts = new MessageCounts();
    messages.forEach(counts::add);
    return Json.object(
        "types", rows(counts.types, MAX_TYPES), "links", rows(counts.links, MAX_LINKS));
  }

  /** The rows by type. */
  static Json types(List<JournaledMessage> messages) {
    MessageCounts counts = new MessageCounts();
    messages.forEach(counts::add);
    return rows(counts.types, MAX_TYPES);
  }

  private void add(JournaledMessage message) {
    String src = group(message.src());
    String dest = group(message.dest());
    boolean ofClient = src.equals(CLIENTS) || dest.equals(CLIENTS);
    Key type = new Key(message.type(), ofClient ? CLIENTS : "servers");
    types.computeIfAbsent(type, key -> new Count()).add(message);
    links.computeIfAbsent(new Key(src, dest), key -> new Count()).add(message);
  }

  private static String group(NodeId id) {
    return Network.isClient(id) ? CLIENTS : id.name();
  }

  private static Json rows(Map<Key, Count> counts, int max) {
    Comparator<Map.Entry<Key, Count>> bySent =
        Comparator.comparingLong(entry -> -entry.getValue().sent());
    return Json.array(
        counts.entrySet().stream()
            .sorted(bySent)
            .limit(max)
            .map(entry -> row(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Json row(Key key, Count count) {
    return Json.array(
        Json.of(Excerpts.cut(key.first, 60)),
        Json.of(key.second),
        Json.of(count.sent),
        Json.of(count.lost));
  }
}
