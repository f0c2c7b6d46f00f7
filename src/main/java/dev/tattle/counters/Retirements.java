package dev.tattle.counters;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one replica takes over what earlier replicas of its node have said, so that a lost disk or
 * memory leaves nothing behind. It says each step in its {@link Note}:
 *
 * <ol>
 *   <li><em>Retiring</em>: these are gone, and I have them up to these versions.
 *   <li><em>Sealed</em>: every other node that has no more than that promises to take no more. One
 *       that has more says nothing: the first gets it, and says the step anew.
 *   <li><em>Closed</em>: once all have sealed them, the replica says all of it as its own, and that
 *       they are closed, in one change. Whoever shows that change drops their logs with it; so
 *       nothing is ever counted twice, or missing.
 * </ol>
 *
 * <p>Until all have a deletion of a counter, what was added to it is not taken over; and a node
 * that has sealed a replica refuses to delete a counter to which that one had added. A node that is
 * cut off holds all this up until it is back. What is lost is what a replica had sent before it was
 * gone, that nobody had when all had sealed it.
 */
final class Retirements {
  /** A log with more statements is not taken over: all of it has to fit into one record. */
  private static final int LONGEST = 100_000;

  private final CounterStore store;

  Retirements(CounterStore store) {
    this.store = store;
  }

  /**
   * What the note should say next.
   *
   * @param rewrites to which what is taken over is added
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

  /** With those that they have taken over themselves: somebody may not have heard of it. */
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
   * What a node has sealed, also as an earlier replica: what it said last of each. A promise gives
   * way to a later version that the replica's own node has said since: it can't close an earlier
   * one any more. Else a node that lost its memory could never get the rest, which it needs before
   * it may promise again.
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

  /** What somebody is about to take over. */
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

  /** Earlier replicas of this node. */
  private VersionVector gone() {
    SortedMap<ReplicaId, Long> gone = new TreeMap<>();
    for (ReplicaLog log : store.logs()) {
      if (store.isEarlier(log) && log.shown() > 0 && !log.hasParts() && log.size() <= LONGEST) {
        gone.put(log.id(), log.shown());
      }
    }
    return new VersionVector(gone);
  }

  /** What others would take over, and of which this node has no more than they. */
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
                  // What this node is to take over, it takes all of, whatever it has said before.
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

  /** All know of all deletions that concern them, and nothing of theirs is on the move. */
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
