package dev.tattle.nodes;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The messages and commits of all keys, and which of them clients see. */
final class KafkaTopics {
  private final int rank;
  private final int nodes;
  private final Map<String, KafkaTopic> topics = new LinkedHashMap<>();

  /** The topics with stable messages that are not closed yet. */
  private final Set<KafkaTopic> closing = new LinkedHashSet<>();

  /**
   * Makes topics without keys.
   *
   * @param rank this node's rank among all nodes, from 0
   */
  KafkaTopics(int rank, int nodes) {
    this.rank = rank;
    this.nodes = nodes;
  }

  /** The offset that this node gives to its next message under a key. */
  long next(String key) {
    KafkaTopic topic = topics.get(key);
    return (topic == null ? new KafkaTopic() : topic).next(rank, nodes);
  }

  KafkaTopic topic(String key) {
    return topics.computeIfAbsent(key, first -> new KafkaTopic());
  }

  /** Notes that this message is stable. */
  void isStable(String key, long offset) {
    KafkaTopic topic = topic(key);
    topic.isStable(offset);
    closing.add(topic);
  }

  /** Closes what can be closed; see {@link KafkaTopic#close}. */
  void close(Predicate<KafkaTopic.Place> isSafe, boolean mayDrop) {
    closing.removeIf(topic -> topic.close(isSafe, mayDrop));
  }

  /** Drops old messages of each key; see {@link KafkaTopic#keepLatest}. */
  List<KafkaTopic.Place> keepLatest(long most, Predicate<KafkaTopic.Place> isEverywhere) {
    List<KafkaTopic.Place> dropped = new ArrayList<>();
    topics.values().forEach(topic -> dropped.addAll(topic.keepLatest(most, isEverywhere)));
    return dropped;
  }

  /** Makes records of these commits, except those that change nothing. */
  List<Json> commits(Map<String, Long> offsets) {
    List<Json> records = new ArrayList<>();
    offsets.forEach(
        (key, offset) -> {
          if (offset > committed(key)) {
            records.add(new KafkaEntry(key, offset, null).toJson());
          }
        });
    return records;
  }

  /** Notes that a client of this node was told that these offsets are committed. */
  void acknowledged(Map<String, Long> offsets) {
    offsets.forEach((key, offset) -> topic(key).acknowledge(offset));
  }

  /** The closed messages of a key from an offset on; see {@link KafkaTopic#from}. */
  Json from(String key, long offset, long maxBytes) {
    KafkaTopic topic = topics.get(key);
    return topic == null ? Json.array() : topic.from(offset, maxBytes);
  }

  /** The greatest offset that was committed under a key; -1 for none. */
  long committed(String key) {
    KafkaTopic topic = topics.get(key);
    return topic == null ? -1 : topic.committed();
  }

  /** See {@link KafkaTopic#position}. */
  long position(String key) {
    KafkaTopic topic = topics.get(key);
    return topic == null ? -1 : topic.position();
  }
}
