package dev.tattle.counters;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a replica take over the logs of earlier replicas of its node, so that those of lost disks
 * do not stay for ever. The replica writes each step into its {@link Note}:
 *
 * <ol>
 *   <li><em>Retiring</em>: these replicas are gone, and this one has them up to these versions.
 *   <li><em>Sealed</em>: every other node that has no more than that promises to take no more. A
 *       node that has more says nothing: the retiring replica will get it and repeat the first
 *       step.
 *   <li><em>Closed</em>: once all nodes have sealed them, the replica writes all their statements
 *       as its own, and that they are closed, in one change. A node that shows this change drops
 *       their logs with it. So nothing is ever counted twice or missing.
 * </ol>
 *
 * <p>Adds to a counter are not taken over until all nodes have all deletions of that counter. A
 * node that has sealed a replica refuses to delete a counter to which that replica had added. If a
 * node is cut off, all this waits until it is back. Adds are lost only if a replica had sent them
 * before it was gone, and no node had them when all had sealed it.
 */
final class Retirements {
  /** The longest log that is taken over: its statements must fit into one record. */
  private static final int LONGEST = 100_000;

  private final CounterStore store;

  Retirements(CounterStore store) {
    this.store = store;
  }

  /**
   * The next content of this replica's note.
   *
   * @param rewrites gets the statements that are taken over
   */
  Note.Content next(Note.Content note, Rewrites rewrites, Stability stability) {
    Note.Content next = note.sealing(sealed());
    VersionVector gone = gone();
    if (gone.isEmpty() || !next.retiring().equals(gone)) {
      return next.retiring(gone);
    }
    if (isSealedByAll(gone, stability) && isQuiet(gone, stability)) {
      gone.versions().keySet().forEach(replica -> rewrites.takeOver(store.log(replica)));
      return next.closing(withTheirs(gone), store.own().shown() + rewrites.size() + 1L);
    }
    return next;
  }

  /** These replicas and those that they took over: some node may not have heard of that. */
  private List<ReplicaId> withTheirs(VersionVector gone) {
    List<ReplicaId> all = new ArrayList<>();
    for (ReplicaId replica : gone.versions().keySet()) {
      Note said = store.log(replica).note();
      all.addAll(said == null ? List.of() : said.content.closed().keySet());
      all.add(replica);
    }
    return all;
  }

  /**
   * The replicas that a node has sealed, also as an earlier replica: its last promise for each. A
   * later version that the sealed replica's own node has named since replaces a promise, because
   * that node can't close the earlier version any more. Otherwise a node that lost its state could
   * never get the rest, which it needs before it may promise again.
   */
  static VersionVector sealed(Collection<ReplicaLog> logs, ReplicaId self) {
    VersionVector sealed = VersionVector.EMPTY;
    VersionVector own = VersionVector.EMPTY;
    for (ReplicaLog log : logs) {
      Note said = log.note();
      if (said != null && log.id().equals(self)) {
        own = said.content.sealed();
      } else if (said != null && log.id().node().equals(self.node())) {
        sealed = sealed.join(said.content.sealed());
      }
    }
    SortedMap<ReplicaId, Long> last = new TreeMap<>(sealed.replacing(own).versions());
    VersionVector moving = moving(logs);
    last.replaceAll((replica, version) -> Math.max(version, moving.get(replica)));
    return new VersionVector(last);
  }

  /** The replicas that some replica is about to take over. */
  static VersionVector moving(Collection<ReplicaLog> logs) {
    VersionVector moving = VersionVector.EMPTY;
    for (ReplicaLog log : logs) {
      Note said = log.note();
      if (said != null && !said.content.retiring().isEmpty()) {
        moving = moving.join(said.content.retiring());
      }
    }
    return moving;
  }

  /** The earlier replicas of this node. */
  private VersionVector gone() {
    SortedMap<ReplicaId, Long> gone = new TreeMap<>();
    for (ReplicaLog log : store.logs()) {
      if (store.isEarlier(log) && log.shown() > 0 && !log.hasParts() && log.size() <= LONGEST) {
        gone.put(log.id(), log.shown());
      }
    }
    return new VersionVector(gone);
  }

  /**
   * The replicas that others want to take over and of which this node has no more than they have.
   */
  private VersionVector sealed() {
    SortedMap<ReplicaId, Long> sealed = new TreeMap<>();
    for (ReplicaLog log : List.copyOf(store.logs())) {
      Note said = log.note();
      if (said != null && log != store.own()) {
        said.content
            .retiring()
            .versions()
            .forEach(
                (replica, version) -> {
                  // This node takes all of its own earlier replicas, whatever it promised before.
                  boolean isOurs = replica.node().equals(store.self().node());
                  if (!isOurs && store.version(replica) <= version) {
                    sealed.merge(replica, version, Math::max);
                  }
                });
      }
    }
    return new VersionVector(sealed);
  }

  private boolean isSealedByAll(VersionVector gone, Stability stability) {
    for (String node : stability.others()) {
      boolean isSealed = false;
      for (ReplicaLog log : store.logs()) {
        Note said = log.note();
        isSealed |=
            log.id().node().equals(node)
                && said != null
                && stability.isRead(said)
                && said.content.sealed().covers(gone);
      }
      if (!isSealed) {
        return false;
      }
    }
    return true;
  }

  /**
   * True if all nodes have all deletions of their counters, and none of their adds is being moved.
   */
  private boolean isQuiet(VersionVector gone, Stability stability) {
    for (ReplicaId replica : gone.versions().keySet()) {
      ReplicaLog log = store.log(replica);
      for (Statement said = log.first(); said != null; said = said.after) {
        boolean isQuiet =
            said instanceof Slot slot
                ? Janitor.areKnownToAll(slot.counter, stability)
                : said instanceof KeyedAdd copy
                    ? copy.parts.stream()
                        .allMatch(part -> Janitor.areKnownToAll(part.counter(), stability))
                    : !(said instanceof Forgotten);
        if (!isQuiet) {
          return false;
        }
      }
    }
    return true;
  }
}
