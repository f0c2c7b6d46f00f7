package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.RecordLogs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Logs under keys, to which every node appends without asking anybody. Records:
 *
 * <pre>
 * [key, offset, message]      a message
 * [key, offset]               a commit
 * {"node": id, "has": {…}}    what its writer, which is this node, had by then: a version vector
 * null                        a commit or a vector that a later one has made needless
 * </pre>
 *
 * <p><b>Offsets</b> are Lamport times: a node gives the least that is above all it knows under that
 * key and equals its rank modulo the number of nodes, so that no two nodes give the same.
 *
 * <p><b>A message is stable</b> once each node has said that it has it, in records which are here
 * with all that their writers wrote before. Then all later messages under that key get higher
 * offsets, and all earlier ones of those nodes are here: up to the stable message of the highest
 * offset, the key is closed.
 *
 * <p>Sources: Lamport, "Time, Clocks, and the Ordering of Events" (1978); matrix clocks: Wuu and
 * Bernstein, "Efficient Solutions to the Replicated Log and Dictionary Problems" (1984); causal
 * stability: Baquero, Almeida, Shoker, "Making Operation-Based CRDTs Operation-Based" (2014).
 */
final class KafkaLogs extends RecordLogs {
  private static final String NODE = "node";
  private static final String HAS = "has";

  private final NodeId node;
  private final List<NodeId> nodes;
  private final Map<String, KafkaTopic> topics = new LinkedHashMap<>();

  /** The latest writer of each node, and what it has said that it has. */
  private final Map<String, Writer> writers = new LinkedHashMap<>();

  /** How much of each replica's log is known to be everywhere. */
  private final SortedMap<ReplicaId, Long> stable = new TreeMap<>();

  /** The place of each replica's latest commit of a key, and of its latest vector. */
  private final Map<ReplicaId, Map<String, Long>> latest = new LinkedHashMap<>();

  private boolean hasNews = true;

  private record Writer(String node, ReplicaId replica, VersionVector has) {}

  KafkaLogs(ReplicaId self, NodeId node, List<NodeId> nodes) {
    super(self);
    this.node = node;
    this.nodes = List.copyOf(nodes);
  }

  // What this node writes: a record is made, kept on disk, and then written.

  /** The record of a message that this node is sent. */
  Json message(String key, Json message) {
    KafkaTopic topic = topics.get(key);
    long offset =
        (topic == null ? new KafkaTopic() : topic).next(nodes.indexOf(node), nodes.size());
    return Json.array(Json.of(key), Json.of(offset), message);
  }

  /** The records of commits at this node, of those that are news. */
  List<Json> commits(Map<String, Long> offsets) {
    List<Json> records = new ArrayList<>();
    offsets.forEach(
        (key, offset) -> {
          if (offset > committed(key)) {
            records.add(Json.array(Json.of(key), Json.of(offset)));
          }
        });
    return records;
  }

  /** True where others do not know yet what this node has. */
  boolean hasNews() {
    return hasNews;
  }

  /** The record of what this node has. */
  Json has() {
    return Json.object(NODE, Json.of(node), HAS, versions().toJson());
  }

  /** The delta that these records are. */
  Delta delta(List<Json> records) {
    return addition(records);
  }

  /** Writes these records into this node's log. */
  void write(List<Json> records) {
    for (Json record : records) {
      append(record);
      onRecord(self(), version(self()), record);
    }
  }

  // What comes from others, and from the disk.

  @Override
  protected void requireRecords(List<Json> records) {
    for (Json record : records) {
      if (!record.equals(Json.NULL) && !isEntry(record) && writer(self(), record) == null) {
        throw new IllegalArgumentException(
            "expected messages, commits and vectors, not " + record.kind());
      }
    }
  }

  private static boolean isEntry(Json record) {
    return record instanceof Json.Arr entry
        && (entry.items().size() == 2 || entry.items().size() == 3)
        && entry.items().get(0) instanceof Json.Text
        && entry.items().get(1) instanceof Json.Int offset
        && offset.value() >= 0;
  }

  private static @Nullable Writer writer(ReplicaId replica, Json record) {
    if (!(record instanceof Json.Obj object)
        || !(object.fields().get(NODE) instanceof Json.Text name)
        || !(object.fields().get(HAS) instanceof Json.Obj has)) {
      return null;
    }
    VersionVector.Builder versions = new VersionVector.Builder(has.fields().size());
    for (Map.Entry<String, Json> entry : has.fields().entrySet()) {
      if (!(entry.getValue() instanceof Json.Int version)) {
        return null;
      }
      versions.put(new ReplicaId(entry.getKey()), version.value());
    }
    return new Writer(name.value(), replica, versions.build());
  }

  @Override
  protected void onRecord(ReplicaId origin, long number, Json record) {
    if (record instanceof Json.Arr entry) {
      onEntry(origin, number, entry.items());
      return;
    }
    Writer writer = writer(origin, record);
    if (writer != null) {
      writers.put(writer.node, writer);
      supersedeEarlier(origin, "", number);
      hasNews &= !origin.equals(self());
    }
  }

  private void onEntry(ReplicaId origin, long number, List<Json> entry) {
    String key = ((Json.Text) entry.get(0)).value();
    long offset = ((Json.Int) entry.get(1)).value();
    KafkaTopic topic = topic(key);
    if (entry.size() == 3) {
      topic.add(offset, entry.get(2));
      hasNews |= !origin.equals(self());
    } else {
      topic.commit(offset);
      supersedeEarlier(origin, "/" + key, number);
    }
  }

  private void supersedeEarlier(ReplicaId origin, String what, long number) {
    Long earlier = latest.computeIfAbsent(origin, first -> new LinkedHashMap<>()).put(what, number);
    if (earlier != null) {
      supersede(origin, earlier);
    }
  }

  /** Closes what can be closed, after something has come. */
  void close() {
    Map<KafkaTopic, Long> closed = new LinkedHashMap<>();
    for (ReplicaId origin : origins()) {
      long known = stable.getOrDefault(origin, 0L);
      long now = everywhere(origin);
      for (long number = known + 1; number <= now; number++) {
        if (record(origin, number) instanceof Json.Arr entry && entry.items().size() == 3) {
          KafkaTopic topic = topics.get(((Json.Text) entry.items().get(0)).value());
          closed.merge(topic, ((Json.Int) entry.items().get(1)).value(), Math::max);
        }
      }
      stable.put(origin, Math.max(known, now));
    }
    closed.forEach(KafkaTopic::close);
  }

  /** How much of this log all nodes have, as far as they have said so here. */
  private long everywhere(ReplicaId origin) {
    long least = version(origin);
    for (NodeId other : nodes) {
      Writer writer = writers.get(other.name());
      if (other.equals(node) || (writer != null && writer.replica.equals(origin))) {
        continue; // It has all that is here.
      }
      least = Math.min(least, writer == null ? 0 : writer.has.get(origin));
    }
    return least;
  }

  /** Clients of this node were told that these offsets are committed. */
  void acknowledged(Map<String, Long> offsets) {
    offsets.forEach((key, offset) -> topic(key).acknowledge(offset));
  }

  private KafkaTopic topic(String key) {
    return topics.computeIfAbsent(key, first -> new KafkaTopic());
  }

  // What clients are shown.

  /** What is closed under a key from an offset on; see {@link KafkaTopic#from}. */
  Json from(String key, long offset, long maxBytes) {
    KafkaTopic topic = topics.get(key);
    return topic == null ? Json.array() : topic.from(offset, maxBytes);
  }

  private long committed(String key) {
    KafkaTopic topic = topics.get(key);
    return topic == null ? -1 : topic.committed();
  }

  /** See {@link KafkaTopic#position}. */
  long position(String key) {
    KafkaTopic topic = topics.get(key);
    return topic == null ? -1 : topic.position();
  }

  /** The invariants that can be seen from here. */
  boolean checkInvariants() {
    Set<ReplicaId> here = new LinkedHashSet<>(origins());
    assert here.containsAll(stable.keySet()) : "stable, but not here";
    stable.forEach(
        (origin, number) -> {
          assert number <= version(origin) : "stable beyond the log's end";
        });
    return true;
  }
}
