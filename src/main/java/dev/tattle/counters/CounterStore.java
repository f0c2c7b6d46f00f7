package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.TidyStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counters by name, as a log of each replica: what it has added to each counter, the adds that have
 * a key, and what it has deleted. A statement stands for all that the replica had said of the same
 * before, so a counter that does not change costs no byte of a message.
 *
 * <ul>
 *   <li><b>Adds</b> go into the replica's {@link Slot} of the counter; a counter's value is the sum
 *       of the slots.
 *   <li><b>Adds with a key</b> stay statements of their own for as long as the key is remembered
 *       ({@link KeyedAdd}). Where several replicas have one of the same key, one of them counts.
 *       When the time is over, and all nodes have it, it moves into the slot ({@link Janitor}).
 *   <li><b>Deletes</b> name what was seen of each replica ({@link Deletion}), and take away just
 *       that, wherever it comes from. Source: observed-remove, Shapiro et al., "A comprehensive
 *       study of Convergent and Commutative Replicated Data Types" (2011).
 * </ul>
 *
 * <p>What a node shows of a replica's log is always a state in which the replica was ({@link
 * ReplicaLog}), so what one handler wrote is seen as a whole or not at all.
 *
 * <p><b>Bounds</b>: {@link CounterLimits}. Others may have added to more counters, and under more
 * keys, at the same time; those are taken. Memory: see ARCHITECTURE.
 */
public final class CounterStore implements TidyStore {
  private final SortedMap<ReplicaId, ReplicaLog> logs = new TreeMap<>();
  private final Contents contents = new Contents();
  private final Set<ReplicaId> closed = new LinkedHashSet<>();
  private final Janitor janitor;

  /** This replica takes nothing beyond: others are about to take these over. */
  private VersionVector sealed = VersionVector.EMPTY;

  private ReplicaId self;
  private boolean mayTidy;
  private @Nullable VersionVector received;
  private @Nullable VersionVector shown;

  public CounterStore(ReplicaId self, CounterLimits limits) {
    this.self = self;
    janitor = new Janitor(this, limits);
  }

  /** What all logs that are here say. */
  Contents contents() {
    return contents;
  }

  /** The log of this node's own replica. */
  ReplicaLog own() {
    return log(self);
  }

  @Nullable ReplicaLog find(ReplicaId id) {
    return logs.get(id);
  }

  /** True where another replica has taken this one over. */
  boolean isClosed(ReplicaId id) {
    return closed.contains(id);
  }

  /** True where another replica is about to take over what is in a counter. */
  boolean isMoving(CounterState counter) {
    VersionVector moving = Retirements.moving(logs.values()).join(sealed);
    return !moving.isEmpty() && counter.logs().stream().anyMatch(log -> moving.get(log.id()) > 0);
  }

  /** True where this node was that replica before. */
  boolean isEarlier(ReplicaLog log) {
    return log.id().node().equals(self.node()) && !log.id().equals(self);
  }

  ReplicaLog log(ReplicaId id) {
    return logs.computeIfAbsent(id, ReplicaLog::new);
  }

  Collection<ReplicaLog> logs() {
    return logs.values();
  }

  /** The names of counters that have changed since this was asked last. */
  public List<String> takeChanged() {
    return contents.takeChanged();
  }

  /** The time by this node's clock, in milliseconds since the epoch. To be told first of all. */
  public void time(long millis) {
    contents.time(millis);
  }

  public long nowMillis() {
    return contents.nowMillis();
  }

  /**
   * Whether this node has compared with enough others since its start, and adds as this replica.
   * Before, it tidies nothing: its disk may have lost what it had told others that it has.
   */
  public void mayTidy(boolean isSo) {
    mayTidy = isSo;
  }

  /** True where there may be something to tidy once time has passed. */
  public boolean needsCare() {
    return contents.keys().size() > 0 || !sealed.isEmpty() || janitor.needsCare();
  }

  /** This node adds as another replica from now on. */
  public void renew(ReplicaId newSelf) {
    self = newSelf;
    sealed = Retirements.sealed(logs.values(), self);
  }

  @Override
  public ReplicaId self() {
    return self;
  }

  /** What has come. What is shown may be less, see {@link #shown}. */
  @Override
  public VersionVector versions() {
    if (received == null) {
      SortedMap<ReplicaId, Long> numbers = numbers(ReplicaLog::received);
      closed.forEach(id -> numbers.put(id, Long.MAX_VALUE)); // Nothing more of them is wanted.
      received = new VersionVector(numbers);
    }
    return received;
  }

  /** What is shown: whoever has seen this here sees no less where as much is shown. */
  public VersionVector shown() {
    if (shown == null) {
      shown = new VersionVector(numbers(ReplicaLog::shown));
    }
    return shown;
  }

  private SortedMap<ReplicaId, Long> numbers(ToLongFunction<ReplicaLog> number) {
    SortedMap<ReplicaId, Long> numbers = new TreeMap<>();
    logs.forEach((id, log) -> numbers.put(id, number.applyAsLong(log)));
    numbers.values().removeIf(none -> none == 0);
    return numbers;
  }

  /** True where all is shown that somebody has seen; of replicas that were taken over, all is. */
  public boolean shows(VersionVector seen) {
    return shown().covers(open(seen));
  }

  /** What somebody has seen, without replicas that were taken over. */
  public VersionVector open(VersionVector seen) {
    if (closed.isEmpty()) {
      return seen;
    }
    SortedMap<ReplicaId, Long> open = new TreeMap<>(seen.versions());
    open.keySet().removeAll(closed);
    return new VersionVector(open);
  }

  @Override
  public long version(ReplicaId origin) {
    ReplicaLog log = logs.get(origin);
    return closed.contains(origin) ? Long.MAX_VALUE : log == null ? 0 : log.received();
  }

  @Override
  public boolean exceeds(VersionVector known) {
    return logs.values().stream().anyMatch(log -> log.shown() > known.get(log.id()));
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (ReplicaLog log : logs.values()) {
      long after = known.get(log.id());
      if (log.shown() > after && (bytesLeft > 0 || deltas.isEmpty())) {
        Delta delta = Changes.of(log, after, bytesLeft);
        bytesLeft -= Weight.bytes(delta.content());
        deltas.add(delta);
      }
    }
    return deltas;
  }

  @Override
  public List<Delta> waiting() {
    return logs.values().stream().flatMap(log -> log.parts().stream()).toList();
  }

  @Override
  public boolean deltasReplaceEarlier() {
    return true;
  }

  @Override
  public int changes(Delta delta) {
    return Math.max(1, Changes.count(delta));
  }

  @Override
  public boolean isNews(Delta delta) {
    Changes.require(delta);
    ReplicaLog log = logs.get(delta.origin());
    long most = sealed.get(delta.origin());
    if (closed.contains(delta.origin()) || (most > 0 && delta.version() > most)) {
      return false;
    }
    return log == null ? delta.after() == 0 : log.isNext(delta);
  }

  @Override
  public boolean join(Delta delta) {
    if (!isNews(delta)) {
      ReplicaLog log = logs.get(delta.origin());
      if (log != null && log.refuse(delta)) {
        received = null;
      }
      return false;
    }
    ReplicaLog log = log(delta.origin());
    List<Delta> parts = log.take(delta);
    received = null;
    if (!parts.isEmpty()) {
      show(log, parts);
    }
    return true;
  }

  private void show(ReplicaLog log, List<Delta> parts) {
    if (log.isAnew()) {
      clear(log);
    }
    Note before = log.note();
    long upTo = log.isAnew() ? 0 : log.shown();
    for (Delta part : parts) {
      for (Json change : Changes.changes(part)) {
        long number = part.after() + Changes.number(change);
        if (number > upTo) {
          contents.put(log, number, Changes.said(change));
        }
      }
      upTo = part.version();
    }
    log.isShown();
    shown = null;
    Note note = log.note();
    if (note != null && note != before) {
      heed(note);
    }
  }

  /** Does what a note says of others' logs. */
  private void heed(Note note) {
    for (ReplicaId replica : note.content.closed().keySet()) {
      ReplicaLog gone = logs.get(replica);
      if (gone != null) {
        clear(gone);
        logs.remove(replica);
      }
    }
    closed.clear();
    for (ReplicaLog one : logs.values()) {
      Note said = one.note();
      closed.addAll(said == null ? Set.of() : said.content.closed().keySet());
    }
    sealed = Retirements.sealed(logs.values(), self);
  }

  private void clear(ReplicaLog log) {
    for (Statement said = log.first(); said != null; said = log.first()) {
      contents.drop(said);
    }
  }

  @Override
  public @Nullable Delta tidying(Collection<NodeId> others, boolean isFirst) {
    List<List<Json>> said = mayTidy ? janitor.tidy(others) : List.of();
    received = null;
    return said.isEmpty() ? null : Changes.own(own(), said);
  }
}
