package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How one replica gets rid of others that are gone for good, without losing or doubling a count.
 *
 * <p><b>Who is gone.</b> A node knows that all other incarnations of itself are gone. Those of
 * another node are gone if the caller says so ({@link CounterMap#gone}), which is replicated; the
 * first member sees to them.
 *
 * <p><b>How they go.</b> Each step is a change of the replica's {@link Ledger}, which is replicated
 * with its counters, so a step that dies with its node was not taken.
 *
 * <ol>
 *   <li><em>Propose</em>: these are gone, and I have their changes up to these numbers.
 *   <li>Every node acknowledges the round if it has nothing beyond. One that has more says nothing:
 *       what it has comes to the proposer, who proposes anew.
 *   <li><em>Commit</em>, once all have acknowledged: the replica adds their totals to its own. From
 *       then on whoever learns of the commit takes and sends nothing of those that are folded, and
 *       drops their count of a counter when the new total of that counter is here.
 *   <li>Every node acknowledges again, once it has dropped all of them.
 *   <li><em>Close</em>, once all have: version vectors need not mention them any more. The latest
 *       {@value Ledger#REMEMBERED} are remembered for the sake of messages that were long on their
 *       way.
 * </ol>
 *
 * <p><b>Every node</b> is each member, and each node of which there is a replica: one that is cut
 * off, or has left and was not declared to be gone, holds everything up until it is back. A replica
 * that two would take over is acknowledged to one of them only.
 *
 * <p>So what is lost are changes that a replica had sent before it died, that nobody had when all
 * had acknowledged, and that came later: it took them with it. Source: causal stability, Baquero,
 * Almeida, Shoker, "Making Operation-Based CRDTs Operation-Based" (2014).
 */
final class Retirement {
  /** So many are retired at a time, lest one commit should fill memory. */
  private static final int BATCH = 32;

  private final ReplicaId self;
  private final Set<String> goneNodes = new LinkedHashSet<>();

  Retirement(ReplicaId self) {
    this.self = self;
  }

  /** What there is. */
  record Scene(
      SortedMap<ReplicaId, CounterLog> logs,
      Closed closed,
      Collection<NodeId> others,
      boolean isFirst) {}

  /**
   * What this replica is to write.
   *
   * @param sums its new totals of counters, of those that have been added to others' counts
   */
  record Step(Ledger ledger, Map<Integer, Long> sums) {}

  void gone(NodeId node) {
    goneNodes.add(node.name());
  }

  @Nullable Step next(Scene scene) {
    if (scene.closed.has(self)) {
      return null;
    }
    hearWhoLeft(scene);
    CounterLog log = scene.logs.get(self);
    Ledger ledger = log == null ? Ledger.EMPTY : log.ledger();
    Step step = advance(ledger, scene);
    VersionVector acks = acks(step.ledger, scene);
    List<String> left = List.copyOf(goneNodes);
    boolean isNews =
        log == null // Who has a replica is waited for.
            || !step.ledger.equals(ledger)
            || !ledger.left().containsAll(left)
            || !ledger.acks().covers(acks);
    return isNews ? new Step(step.ledger.saying(left, acks), step.sums) : null;
  }

  /** Whom one node has been told to be gone, all are told, until there is nothing left of it. */
  private void hearWhoLeft(Scene scene) {
    Set<String> present = new LinkedHashSet<>();
    scene.logs.forEach(
        (replica, log) -> {
          goneNodes.addAll(log.ledger().left());
          if (!scene.closed.has(replica)) {
            present.add(replica.node());
          }
        });
    goneNodes.retainAll(present);
    goneNodes.removeAll(others(scene));
    goneNodes.remove(self.node());
  }

  private static Set<String> others(Scene scene) {
    Set<String> names = new LinkedHashSet<>();
    scene.others.forEach(other -> names.add(other.name()));
    return names;
  }

  private Step advance(Ledger ledger, Scene scene) {
    if (!ledger.folding().isEmpty()) {
      return new Step(isAcknowledged(ledger, scene) ? ledger.closing() : ledger, Map.of());
    }
    VersionVector candidates = candidates(ledger, scene);
    if (!candidates.equals(ledger.retiring())) {
      return new Step(ledger.proposing(candidates), Map.of());
    }
    if (!candidates.isEmpty() && isAcknowledged(ledger, scene)) {
      Map<Integer, Long> sums = sums(candidates, scene.logs);
      return sums == null ? new Step(ledger, Map.of()) : new Step(commit(ledger, scene), sums);
    }
    return new Step(ledger, Map.of());
  }

  /** Those that are gone, each with the number of its last change. */
  private VersionVector candidates(Ledger ledger, Scene scene) {
    SortedMap<ReplicaId, Long> candidates = new TreeMap<>();
    for (Map.Entry<ReplicaId, CounterLog> entry : scene.logs.entrySet()) {
      ReplicaId replica = entry.getKey();
      if (candidates.size() < BATCH
          && !replica.equals(self)
          && !scene.closed.has(replica)
          && isGone(replica, scene)) {
        candidates.put(replica, entry.getValue().version());
      }
    }
    VersionVector all = new VersionVector(candidates);
    candidates.keySet().removeIf(replica -> isAnothers(replica, all, ledger, scene));
    return new VersionVector(candidates);
  }

  private boolean isGone(ReplicaId replica, Scene scene) {
    return replica.node().equals(self.node())
        || (scene.isFirst && goneNodes.contains(replica.node()));
  }

  /** True where somebody else would take it over, and this replica has to give way. */
  private boolean isAnothers(
      ReplicaId replica, VersionVector proposed, Ledger ledger, Scene scene) {
    for (ReplicaId other : proposers(replica, proposed, scene)) {
      boolean isAcknowledged = ledger.acks().get(other) == ledgerOf(other, scene).round();
      if (isAcknowledged || other.compareTo(self) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Others that would take over the replica and that the proposal itself leaves alone. */
  private List<ReplicaId> proposers(ReplicaId replica, VersionVector proposed, Scene scene) {
    List<ReplicaId> proposers = new ArrayList<>();
    scene.logs.forEach(
        (other, log) -> {
          boolean proposes = log.ledger().retiring().get(replica) > 0;
          boolean isLeft = proposed.get(other) == 0 && !scene.closed.has(other);
          if (proposes && isLeft && !other.equals(self)) {
            proposers.add(other);
          }
        });
    return proposers;
  }

  private static Ledger ledgerOf(ReplicaId replica, Scene scene) {
    CounterLog log = scene.logs.get(replica);
    return log == null ? Ledger.EMPTY : log.ledger();
  }

  /** True where every node has acknowledged this replica's round. */
  private boolean isAcknowledged(Ledger ledger, Scene scene) {
    Set<String> needed = others(scene);
    scene.logs.keySet().forEach(replica -> needed.add(replica.node()));
    needed.removeAll(goneNodes);
    needed.remove(self.node());
    scene.logs.forEach(
        (replica, log) -> {
          if (log.ledger().acks().get(self) >= ledger.round()) {
            needed.remove(replica.node());
          }
        });
    return needed.isEmpty();
  }

  /** The new totals; null where one does not fit, so that nothing can be retired. */
  private @Nullable Map<Integer, Long> sums(
      VersionVector retired, Map<ReplicaId, CounterLog> logs) {
    CounterLog own = logs.getOrDefault(self, new CounterLog());
    Map<Integer, Long> sums = new LinkedHashMap<>();
    for (ReplicaId replica : retired.versions().keySet()) {
      CounterLog log = logs.getOrDefault(replica, new CounterLog());
      for (int place = 0; place < log.end(); place++) {
        if (!log.isHole(place)) {
          int counter = log.counterAt(place);
          long before = sums.getOrDefault(counter, own.total(counter));
          long sum = before + log.totalAt(place);
          if (((before ^ sum) & (log.totalAt(place) ^ sum)) < 0) {
            return null;
          }
          sums.put(counter, sum);
        }
      }
    }
    return sums;
  }

  private Ledger commit(Ledger ledger, Scene scene) {
    CounterLog own = scene.logs.get(self);
    long since = (own == null ? 0 : own.version()) + 1;
    List<Ledger.Folded> folding = new ArrayList<>();
    List<Ledger.Folded> gone = new ArrayList<>();
    for (ReplicaId replica : ledger.retiring().versions().keySet()) {
      Ledger theirs = ledgerOf(replica, scene);
      theirs.folding().forEach(one -> folding.add(new Ledger.Folded(one.replica(), since)));
      theirs.gone().forEach(one -> gone.add(new Ledger.Folded(one.replica(), since)));
      folding.add(new Ledger.Folded(replica, since));
    }
    gone.addAll(ledger.gone());
    return ledger.committing(folding, gone);
  }

  /** To which round this replica has no objection, of all who wait for it. */
  private VersionVector acks(Ledger own, Scene scene) {
    SortedMap<ReplicaId, Long> acks = new TreeMap<>();
    scene.logs.forEach(
        (replica, log) -> {
          Ledger ledger = log.ledger();
          if (!replica.equals(self) && !scene.closed.has(replica) && ledger.isOpen()) {
            boolean agrees = agrees(replica, ledger, own, scene);
            long round = agrees ? ledger.round() : own.acks().get(replica);
            if (round > 0) {
              acks.put(replica, round);
            }
          }
        });
    return new VersionVector(acks);
  }

  private boolean agrees(ReplicaId proposer, Ledger ledger, Ledger own, Scene scene) {
    for (Ledger.Folded folded : ledger.folding()) {
      if (scene.logs.containsKey(folded.replica())) {
        return false;
      }
    }
    for (Map.Entry<ReplicaId, Long> entry : ledger.retiring().versions().entrySet()) {
      ReplicaId replica = entry.getKey();
      CounterLog log = scene.logs.get(replica);
      if (own.retiring().get(replica) > 0
          || replica.equals(self)
          || (log != null && log.version() > entry.getValue())
          || !isFree(replica, proposer, ledger, scene)) {
        return false;
      }
    }
    return true;
  }

  /** True where nobody but the proposer, and whom it retires with it, would take it over. */
  private boolean isFree(ReplicaId replica, ReplicaId proposer, Ledger ledger, Scene scene) {
    List<ReplicaId> others = proposers(replica, ledger.retiring(), scene);
    others.remove(proposer);
    return others.isEmpty();
  }
}
