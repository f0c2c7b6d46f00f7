package dev.tattle.nodes;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows how much of each log all nodes have, by the {@link KafkaWord} of each node; and which words
 * do not count, because their nodes are fenced.
 *
 * <p>If a word knows more of a fenced replica's log than is here, the replica may have returned
 * before the word was written. So the fence does not apply until this node has as much of that log.
 */
final class KafkaStability {
  /** After how many checks in a row without its word this node proposes to fence a node. */
  static final int PATIENCE_CHECKS = 4;

  private final String self;
  private final List<String> nodes;
  private final KafkaFences fences;
  private final KafkaFences.VersionOf versions;

  /** The latest word of each node. */
  private final Map<String, KafkaWord> words = new LinkedHashMap<>();

  /** The replicas that a node's word names and that have no records here. */
  private final Map<String, Set<ReplicaId>> unknown = new LinkedHashMap<>();

  /** For how many checks a node has kept others waiting without a word. */
  private final Map<String, Integer> silence = new LinkedHashMap<>();

  KafkaStability(
      String self, List<String> nodes, KafkaFences fences, KafkaFences.VersionOf versions) {
    this.self = self;
    this.nodes = nodes;
    this.fences = fences;
    this.versions = versions;
  }

  /**
   * Takes a node's word.
   *
   * @return true if it is this replica's first
   */
  boolean take(KafkaWord word) {
    KafkaWord before = words.put(word.node(), word);
    silence.remove(word.node());
    Set<ReplicaId> missing = new LinkedHashSet<>();
    for (ReplicaId replica : word.has().versions().keySet()) {
      if (versions.of(replica) == 0) {
        missing.add(replica);
      }
    }
    unknown.put(word.node(), missing);
    return before == null || !before.replica().equals(word.replica());
  }

  /**
   * The words that count, one of each other node that is not fenced; null while one is missing or
   * can't be used yet.
   */
  @Nullable List<KafkaWord> counting() {
    Set<String> fenced = fenced();
    List<KafkaWord> counting = new ArrayList<>();
    for (String node : nodes) {
      if (node.equals(self) || fenced.contains(node)) {
        continue;
      }
      KafkaWord word = words.get(node);
      if (word == null || namesUnknown(node)) {
        return null;
      }
      counting.add(word);
    }
    return counting;
  }

  private boolean namesUnknown(String node) {
    Set<ReplicaId> missing = unknown.getOrDefault(node, Set.of());
    missing.removeIf(replica -> versions.of(replica) > 0);
    return !missing.isEmpty();
  }

  /** The nodes that do not count; none if the other nodes were no majority. */
  private Set<String> fenced() {
    if (fences.isEmpty()) {
      return Set.of();
    }
    Set<String> fenced = new LinkedHashSet<>();
    for (KafkaWord word : words.values()) {
      long end = fences.end(word.replica());
      if (!word.node().equals(self) && end >= 0 && versions.of(word.replica()) >= end) {
        fenced.add(word.node());
      }
    }
    if (fenced.size() > nodes.size() - fences.majority()) {
      return Set.of();
    }
    Set<String> candidates = Set.copyOf(fenced);
    fenced.removeIf(node -> mayHaveReturned(node, candidates));
    return fenced;
  }

  private boolean mayHaveReturned(String node, Set<String> candidates) {
    ReplicaId replica = Objects.requireNonNull(words.get(node)).replica();
    long here = versions.of(replica);
    for (KafkaWord word : words.values()) {
      if (!candidates.contains(word.node()) && word.has().get(replica) > here) {
        return true;
      }
    }
    return false;
  }

  /** How much of this log all nodes have whose word counts. */
  long everywhere(ReplicaId origin, List<KafkaWord> counting) {
    long least = versions.of(origin);
    for (KafkaWord word : counting) {
      if (!word.replica().equals(origin)) { // The log's writer has all of it.
        least = Math.min(least, word.has().get(origin));
      }
    }
    return least;
  }

  /** How much of this log a majority has claimed to have. No fence cuts the log before that. */
  long claimedByMajority(ReplicaId origin) {
    long here = versions.of(origin);
    if (nodes.size() < KafkaFences.SMALLEST_CLUSTER) {
      return here;
    }
    long[] claims = new long[nodes.size()];
    for (int i = 0; i < claims.length; i++) {
      KafkaWord word = words.get(nodes.get(i));
      if (nodes.get(i).equals(self)) {
        claims[i] = fences.claimed(origin, here);
      } else if (word != null) {
        claims[i] = word.replica().equals(origin) ? here : word.has().get(origin);
      }
    }
    Arrays.sort(claims);
    return claims[claims.length - fences.majority()];
  }

  /**
   * True once enough other nodes have a replica's log up to this place, and all that they had then
   * is here. Any message that was shown without this replica was shown on the word of one of these
   * nodes.
   */
  boolean isWelcome(ReplicaId own, long place, VersionVector here) {
    int welcoming = 0;
    for (KafkaWord word : words.values()) {
      boolean counts = !word.node().equals(self) && word.has().get(own) >= place;
      welcoming += counts && here.covers(word.has()) ? 1 : 0;
    }
    return welcoming >= Math.min(nodes.size() - 1, Math.max(1, nodes.size() - fences.majority()));
  }

  /**
   * Finds the nodes that keep others waiting. A node that has never written a word is not among
   * them: a cluster is complete once each node has been there.
   *
   * @param messages the place of the last message in each log
   * @return the notes that propose to fence those that have done so for long
   */
  List<FenceNote> check(Map<ReplicaId, Long> messages) {
    List<FenceNote> prepares = new ArrayList<>();
    for (KafkaWord word : words.values()) {
      String node = word.node();
      if (node.equals(self) || fences.end(word.replica()) >= 0 || !isAwaited(word, messages)) {
        silence.remove(node);
        continue;
      }
      int checks = silence.merge(node, 1, Integer::sum);
      // At growing intervals, because earlier notes are in the logs and are answered once read.
      FenceNote prepare =
          checks >= PATIENCE_CHECKS && Integer.bitCount(checks) == 1
              ? fences.prepare(word.replica())
              : null;
      if (prepare != null) {
        prepares.add(prepare);
      }
    }
    return prepares;
  }

  private static boolean isAwaited(KafkaWord word, Map<ReplicaId, Long> messages) {
    for (Map.Entry<ReplicaId, Long> last : messages.entrySet()) {
      ReplicaId origin = last.getKey();
      if (!word.replica().equals(origin) && last.getValue() > word.has().get(origin)) {
        return true;
      }
    }
    return false;
  }
}
