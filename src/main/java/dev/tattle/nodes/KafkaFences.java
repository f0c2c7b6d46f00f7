package dev.tattle.nodes;

import dev.tattle.crdt.ReplicaId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Knows which logs are cut, because their nodes were gone for long. The other nodes then no longer
 * count that node's word. What its log holds after the agreed end is void until the node is back.
 *
 * <p>A replica that learns that it was fenced writes {@link FenceNote.Step#RETURNS}. From there on
 * its word counts again. Once it knows what the others knew, it writes {@link FenceNote.Step#BACK},
 * and sends its void messages again.
 */
final class KafkaFences {
  /**
   * Fewer nodes can't fence: of two nodes, neither is a majority, so they can't agree which is
   * gone.
   */
  static final int SMALLEST_CLUSTER = 3;

  private final String self;
  private final int rank;
  private final int nodes;
  private final Map<ReplicaId, Log> logs = new LinkedHashMap<>();

  /** The replicas whose logs may have new void messages. */
  private final Set<ReplicaId> news = new TreeSet<>();

  /** The fences of one replica's log. */
  private static final class Log {
    /** The decrees by number; the last one may be undecided. */
    private final NavigableMap<Long, FenceDecree> decrees = new TreeMap<>();

    /** The places where the replica was back, by the number of its last fence until then. */
    private final NavigableMap<Long, Long> backs = new TreeMap<>();

    private long returns;
    private long returnsAt;
    private long again;

    private boolean isVoid(long place) {
      for (Map.Entry<Long, FenceDecree> one : decrees.entrySet()) {
        FenceDecree decree = one.getValue();
        Map.Entry<Long, Long> back = backs.ceilingEntry(one.getKey());
        if (decree.isDecided()
            && place > decree.end()
            && (back == null || place < back.getValue())) {
          return true;
        }
      }
      return false;
    }

    private @Nullable FenceDecree open() {
      return decrees.get(returns + 1);
    }
  }

  /**
   * Begins with no fence.
   *
   * @param rank this node's rank among all nodes, from 0
   */
  KafkaFences(String self, int rank, int nodes) {
    this.self = self;
    this.rank = rank;
    this.nodes = nodes;
  }

  int majority() {
    return nodes / 2 + 1;
  }

  /** Takes a note that is at this place of its writer's log. */
  void take(FenceNote note, long place) {
    Log log = logs.computeIfAbsent(note.replica(), first -> new Log());
    if (note.step() == FenceNote.Step.BACK) {
      log.backs.putIfAbsent(note.number(), place);
      log.again = Math.max(log.again, note.end());
      return;
    }
    FenceDecree decree =
        log.decrees.computeIfAbsent(note.number(), first -> new FenceDecree(majority()));
    boolean wasDecided = decree.isDecided();
    decree.take(note);
    if (note.step() == FenceNote.Step.RETURNS && note.number() > log.returns) {
      log.returns = note.number();
      log.returnsAt = place;
    }
    if (decree.isDecided() && !wasDecided) {
      news.add(note.replica());
    }
  }

  /** True if a replica's record at this place is void. */
  boolean isVoid(ReplicaId replica, long place) {
    Log log = logs.get(replica);
    return log != null && log.isVoid(place);
  }

  /** The replicas whose logs have new void records since the last call. */
  List<ReplicaId> takeNews() {
    List<ReplicaId> taken = List.copyOf(news);
    news.clear();
    return taken;
  }

  /** How much of a replica's log this node may claim to have. */
  long claimed(ReplicaId replica, long version) {
    Log log = logs.get(replica);
    FenceDecree open = log == null ? null : log.open();
    return open == null ? version : open.claimed(self, version);
  }

  /** Where the fence in force has cut this log; -1 for none. */
  long end(ReplicaId replica) {
    Log log = logs.get(replica);
    FenceDecree open = log == null ? null : log.open();
    return open == null ? -1 : open.end();
  }

  /** True if no node was ever fenced. */
  boolean isEmpty() {
    return logs.isEmpty();
  }

  /** The note that asks all to fence this replica; null if this node was the last to ask. */
  @Nullable FenceNote prepare(ReplicaId replica) {
    Log log = logs.get(replica);
    long number = log == null ? 1 : log.returns + 1;
    FenceDecree open = log == null ? null : log.open();
    long ballot = (open == null ? new FenceDecree(majority()) : open).nextBallot(rank, nodes);
    return ballot == 0
        ? null
        : FenceNote.of(FenceNote.Step.PREPARE, self, replica, number, 0).in(ballot);
  }

  /** The next note that this node must write about a fence; null for none. */
  @Nullable FenceNote due(ReplicaId own, VersionOf versions) {
    for (Map.Entry<ReplicaId, Log> one : logs.entrySet()) {
      FenceDecree open = one.getValue().open();
      if (open == null) {
        continue;
      }
      ReplicaId replica = one.getKey();
      FenceNote blank =
          FenceNote.of(FenceNote.Step.FENCED, self, replica, one.getValue().returns + 1, 0);
      FenceNote due;
      if (replica.equals(own)) {
        due =
            open.isDecided()
                ? FenceNote.of(FenceNote.Step.RETURNS, self, own, blank.number(), open.end())
                : null;
      } else {
        due = open.due(blank, rank, nodes, versions.of(replica));
      }
      if (due != null) {
        return due;
      }
    }
    return null;
  }

  /** Says how much of each log is here. */
  interface VersionOf {
    long of(ReplicaId replica);
  }

  /** Where this replica wrote that it returns, while it is not yet back; else 0. */
  long returnsAt(ReplicaId own) {
    Log log = logs.get(own);
    return log == null || log.backs.containsKey(log.returns) ? 0 : log.returnsAt;
  }

  /** Up to where this replica has sent its void messages again. */
  long again(ReplicaId own) {
    Log log = logs.get(own);
    return log == null ? 0 : log.again;
  }

  /** Where this replica was back for the last time; 0 for never. */
  long backAt(ReplicaId own) {
    Log log = logs.get(own);
    return log == null ? 0 : log.backs.getOrDefault(log.returns, 0L);
  }

  /** The note that this replica is back, and sends its void messages up to this place again. */
  FenceNote back(ReplicaId own, long upTo) {
    Log log = logs.get(own);
    return FenceNote.of(
        FenceNote.Step.BACK, self, own, log == null ? 1 : Math.max(1, log.returns), upTo);
  }
}
