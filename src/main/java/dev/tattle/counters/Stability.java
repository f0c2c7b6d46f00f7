package dev.tattle.counters;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Works out what all nodes are known to have, by their notes. */
final class Stability {
  private final CounterStore store;
  private final Set<String> nodes = new LinkedHashSet<>();
  private final Map<ReplicaLog, Long> least = new LinkedHashMap<>();

  Stability(CounterStore store, Collection<NodeId> others) {
    this.store = store;
    others.forEach(other -> nodes.add(other.name()));
    store.logs().forEach(log -> nodes.add(log.id().node()));
    nodes.add(store.self().node()); // This node, too, must have told the others, which wait for it.
  }

  /** All nodes but this one. */
  Set<String> others() {
    Set<String> others = new LinkedHashSet<>(nodes);
    others.remove(store.self().node());
    return others;
  }

  /** True if all nodes have the log's statement with this number. */
  boolean covers(ReplicaLog log, long number) {
    return log.shown() >= number && least.computeIfAbsent(log, this::least) >= number;
  }

  private long least(ReplicaLog log) {
    long smallest = Long.MAX_VALUE;
    for (String node : nodes) {
      long best = 0;
      for (ReplicaLog said : store.logs()) {
        if (said.id().node().equals(node)) {
          Note note = said.note();
          long seen = note != null && isRead(note) ? note.content.seen().get(log.id()) : 0;
          best = Math.max(best, said == log ? Long.MAX_VALUE : seen);
        }
      }
      smallest = Math.min(smallest, best);
    }
    return smallest;
  }

  /**
   * True if all is here that the note's node had written before it. Within one log the order
   * ensures this, but the node may have been another replica before.
   */
  boolean isRead(Note note) {
    for (Map.Entry<ReplicaId, Long> seen : note.content.seen().versions().entrySet()) {
      ReplicaId replica = seen.getKey();
      boolean isItsOwn = replica.node().equals(note.log.id().node());
      if (isItsOwn && !store.isClosed(replica) && store.shown().get(replica) < seen.getValue()) {
        return false;
      }
    }
    return true;
  }
}
