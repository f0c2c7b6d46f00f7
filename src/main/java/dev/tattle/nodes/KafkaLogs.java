package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
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
 * Holds logs under keys, to which every node appends without asking other nodes. Records:
 *
 * <pre>
 * [key, offset, message]             a message
 * [key, offset]                      a commit
 * {"node": id, "has": {…}}           the writer's {@link KafkaWord}
 * {"step": step, "node": id, …}      a step of fencing a node that is gone: {@link FenceNote}
 * null                               a commit or a word that a later one replaces,
 *                                    or a message that is too old to keep
 * </pre>
 *
 * <p><b>Offsets</b> are Lamport times. A node gives the least offset that is above all it knows
 * under the key and equals its rank modulo the number of nodes. So no two nodes give the same
 * offset.
 *
 * <p><b>A message is stable</b> once each node that counts has written that it has the message.
 * This node must have each such record and all that its writer wrote before. Then those nodes'
 * later messages under the key get higher offsets, and their earlier ones are here. The key is
 * <em>closed</em> up to the stable message with the highest offset, as far as a majority has
 * claimed to have all messages up to there.
 *
 * <p>Sources: Lamport, "Time, Clocks, and the Ordering of Events" (1978); matrix clocks: Wuu and
 * Bernstein, "Efficient Solutions to the Replicated Log and Dictionary Problems" (1984); causal
 * stability: Baquero, Almeida, Shoker, "Making Operation-Based CRDTs Operation-Based" (2014).
 */
final class KafkaLogs extends RecordLogs {
  /** How many void messages are sent again in one batch. */
  static final int BATCH = 1_000;

  private final long retention;
  private final NodeId node;
  private final List<NodeId> nodes;
  private final KafkaFences fences;
  private final KafkaStability stability;
  private final KafkaTopics topics;

  /** How much of each replica's log all nodes are known to have. */
  private final SortedMap<ReplicaId, Long> stable = new TreeMap<>();

  /** The place of each replica's latest commit of each key, and of its latest word. */
  private final Map<ReplicaId, Map<String, Long>> latest = new LinkedHashMap<>();

  /** The place of each replica's last message. */
  private final Map<ReplicaId, Long> messages = new LinkedHashMap<>();

  private boolean hasNews = true;

  /**
   * Makes empty logs.
   *
   * @param retention how many messages of each key to keep, of those that all nodes have
   */
  KafkaLogs(ReplicaId self, NodeId node, List<NodeId> nodes, long retention) {
    super(self);
    this.retention = retention;
    this.node = node;
    this.nodes = List.copyOf(nodes);
    fences = new KafkaFences(node.name(), nodes.indexOf(node), nodes.size());
    topics = new KafkaTopics(nodes.indexOf(node), nodes.size());
    List<String> names = nodes.stream().map(NodeId::name).toList();
    stability = new KafkaStability(node.name(), names, fences, this::version);
  }

  // What this node writes: it makes a record, keeps it on disk, and then writes it.

  /** Makes the record of a message that a client sends to this node. */
  Json message(String key, Json message) {
    return new KafkaEntry(key, topics.next(key), message).toJson();
  }

  /**
   * The records that this node must write now; empty for none. Call it again once they are written.
   */
  List<Json> due() {
    FenceNote note = fences.due(self(), this::version);
    if (note != null) {
      return List.of(note.toJson());
    }
    long returnsAt = fences.returnsAt(self());
    boolean isBack = returnsAt > 0 && isWelcome(returnsAt);
    boolean hasMore = fences.again(self()) < fences.backAt(self()) - 1;
    if (isBack || hasMore) {
      return again();
    }
    return hasNews ? List.of(has()) : List.of();
  }

  /** Makes the record of what this node has. */
  Json has() {
    return word().toJson();
  }

  private KafkaWord word() {
    VersionVector has = versions();
    if (!fences.isEmpty()) {
      SortedMap<ReplicaId, Long> claimed = new TreeMap<>();
      has.versions().forEach((origin, here) -> claimed.put(origin, fences.claimed(origin, here)));
      has = new VersionVector(claimed);
    }
    return new KafkaWord(node.name(), self(), has);
  }

  /** The next batch of this node's void messages to send again, after the note that says so. */
  private List<Json> again() {
    long backAt = fences.backAt(self());
    long end = backAt > 0 ? backAt - 1 : version(self());
    Map<String, Long> given = new LinkedHashMap<>();
    List<Json> records = new ArrayList<>();
    long place = fences.again(self());
    while (place < end && records.size() < BATCH) {
      place++;
      KafkaEntry entry = message(self(), place);
      if (entry != null && fences.isVoid(self(), place)) {
        String key = entry.key();
        long offset = given.merge(key, topics.next(key), (last, first) -> last + nodes.size());
        records.add(new KafkaEntry(key, offset, entry.message()).toJson());
      }
    }
    records.add(0, fences.back(self(), place).toJson());
    return records;
  }

  /**
   * Records that ask to fence nodes that have kept others waiting for long. Called now and then.
   */
  List<Json> check() {
    return stability.check(messages).stream().map(FenceNote::toJson).toList();
  }

  /** True if this node knows that it is fenced: an offset that it gave now would be void. */
  boolean isFenced() {
    return fences.end(self()) >= 0 || fences.returnsAt(self()) > 0;
  }

  /** True once enough others know this replica, and this node has what they know. */
  boolean isKnown() {
    return isWelcome(1);
  }

  private boolean isWelcome(long place) {
    return stability.isWelcome(self(), place, word().has());
  }

  // What comes from others, and from the disk.

  @Override
  protected void requireRecords(List<Json> records) {
    for (Json record : records) {
      if (!record.equals(Json.NULL)
          && KafkaEntry.of(record) == null
          && KafkaWord.of(self(), record) == null
          && FenceNote.of(record) == null) {
        throw new IllegalArgumentException(
            "expected messages, commits, words and fence steps, not " + record.kind());
      }
    }
  }

  @Override
  protected void onRecord(ReplicaId origin, long number, Json record) {
    KafkaEntry entry = KafkaEntry.of(record);
    if (entry != null) {
      onEntry(origin, number, entry);
      return;
    }
    KafkaWord word = KafkaWord.of(origin, record);
    FenceNote note = word == null ? FenceNote.of(record) : null;
    if (word != null) {
      boolean isFirst = stability.take(word);
      supersedeEarlier(origin, "", number);
      // A new replica waits until others say that they know it.
      hasNews = !origin.equals(self()) && (hasNews || isFirst);
    } else if (note != null) {
      fences.take(note, number);
      // Other nodes wait for this node's word of it, or this node may now claim more.
      hasNews |= note.step() == FenceNote.Step.RETURNS || note.step() == FenceNote.Step.FENCED;
      removeVoid();
    }
  }

  private void onEntry(ReplicaId origin, long number, KafkaEntry entry) {
    KafkaTopic topic = topics.topic(entry.key());
    if (entry.message() == null) {
      topic.commit(entry.offset());
      supersedeEarlier(origin, "/" + entry.key(), number);
      return;
    }
    messages.put(origin, number);
    topic.see(entry.offset());
    if (!fences.isVoid(origin, number)) {
      topic.add(entry.offset(), entry.message(), new KafkaTopic.Place(origin, number));
    }
    hasNews |= !origin.equals(self());
  }

  private void supersedeEarlier(ReplicaId origin, String what, long number) {
    Long earlier = latest.computeIfAbsent(origin, first -> new LinkedHashMap<>()).put(what, number);
    if (earlier != null) {
      supersede(origin, earlier);
    }
  }

  private void removeVoid() {
    for (ReplicaId origin : fences.takeNews()) {
      long end = Math.max(0, fences.end(origin));
      for (long place = end + 1; place <= version(origin); place++) {
        KafkaEntry entry = message(origin, place);
        if (entry != null && fences.isVoid(origin, place)) {
          topics.topic(entry.key()).remove(entry.offset());
        }
      }
    }
  }

  /** The message at this place of a log; null if another record is there. */
  private @Nullable KafkaEntry message(ReplicaId origin, long place) {
    KafkaEntry entry = KafkaEntry.of(record(origin, place));
    return entry == null || entry.message() == null ? null : entry;
  }

  /** Closes what can be closed. Called after records have come. */
  void close() {
    List<KafkaWord> counting = stability.counting();
    if (counting == null) {
      return;
    }
    for (ReplicaId origin : origins()) {
      long known = stable.getOrDefault(origin, 0L);
      long now = stability.everywhere(origin, counting);
      for (long place = known + 1; place <= now; place++) {
        Json record = record(origin, place);
        // This runs for each message, so it makes no entry.
        if (KafkaEntry.isMessage(record) && !fences.isVoid(origin, place)) {
          topics.isStable(KafkaEntry.key(record), KafkaEntry.offset(record));
        }
      }
      stable.put(origin, Math.max(known, now));
    }
    Map<ReplicaId, Long> claimed = new LinkedHashMap<>();
    topics.close(
        place ->
            place.number() <= claimed.computeIfAbsent(place.origin(), stability::claimedByMajority),
        retention < Long.MAX_VALUE);
    if (retention < Long.MAX_VALUE) {
      keepLatest();
    }
  }

  /** Drops old messages: each record becomes null, here and for nodes that begin anew. */
  private void keepLatest() {
    topics
        .keepLatest(retention, place -> place.number() <= stable.getOrDefault(place.origin(), 0L))
        .forEach(place -> supersede(place.origin(), place.number()));
  }

  /** The messages and commits that clients see. */
  KafkaTopics topics() {
    return topics;
  }

  /** Checks the invariants that this class can see. */
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
