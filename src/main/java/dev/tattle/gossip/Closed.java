package dev.tattle.gossip;

import dev.tattle.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replicas whose counts others have taken over, as all ledgers say that are here. Nothing of them
 * is sent or taken any more.
 *
 * @param byWriter who has taken over whose counts
 * @param claimed those of which others may still want to send something
 * @param all of them
 */
record Closed(
    Map<ReplicaId, List<Ledger.Folded>> byWriter, Set<ReplicaId> claimed, Set<ReplicaId> all) {
  static final Closed NONE = of(Map.of());

  static Closed of(Map<ReplicaId, CounterLog> logs) {
    Map<ReplicaId, List<Ledger.Folded>> byWriter = new LinkedHashMap<>();
    Set<ReplicaId> claimed = new LinkedHashSet<>();
    Set<ReplicaId> all = new LinkedHashSet<>();
    logs.forEach(
        (writer, log) -> {
          Ledger ledger = log.ledger();
          List<Ledger.Folded> folded = new ArrayList<>(ledger.gone());
          folded.addAll(ledger.folding());
          if (!folded.isEmpty()) {
            byWriter.put(writer, folded);
          }
          ledger.folding().forEach(one -> claimed.add(one.replica()));
          folded.forEach(one -> all.add(one.replica()));
        });
    return new Closed(byWriter, claimed, all);
  }

  List<Ledger.Folded> by(ReplicaId writer) {
    return byWriter.getOrDefault(writer, List.of());
  }

  boolean has(ReplicaId replica) {
    return all.contains(replica);
  }
}
