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
 * A store of named counters. Each replica has a log of statements: its sum for each counter, its
 * adds with keys, and its deletions. A statement replaces the replica's earlier one of the same
 * subject, so an unchanged counter costs no byte of a message.
 *
 * <ul>
 *   <li><b>Adds</b> go into the replica's {@link Slot} of the counter. A counter's value is the sum
 *       of its slots.
 *   <li><b>Adds with a key</b> are statements of their own while the key is remembered ({@link
 *       KeyedAdd}). If several replicas have one with the same key, one counts. Later, once all
 *       nodes have it, it moves into the slot ({@link Janitor}).
 *   <li><b>Deletions</b> name what was seen of each replica ({@link Deletion}), and remove just
 *       that. Source: observed-remove, Shapiro et al., "A comprehensive study of Convergent and
 *       Commutative Replicated Data Types" (2011).
 * </ul>
 *
 * <p>What a node shows of a replica's log is always a state that the replica itself had ({@link
 * ReplicaLog}). So readers see what one handler wrote as a whole or not at all.
 *
 * <p><b>Bounds</b>: {@link CounterLimits}. If other nodes have added to more counters, or with more
 * keys, the store takes those. OPERATIONS says how much memory they take.
 */
public final class CounterStore implements TidyStore {
  private final SortedMap<ReplicaId, ReplicaLog> logs = new TreeMap<>();
  private final Contents contents = new Contents();
  private final Set<ReplicaId> closed = new LinkedHashSet<>();
  private final Janitor janitor;

  /** This node takes no more of these: other replicas are about to take them over. */
  private VersionVector sealed = VersionVector.EMPTY;

  private ReplicaId self;
  private boolean mayTidy;
  private @Nullable VersionVector received;
  private @Nullable VersionVector shown;

  public CounterStore(ReplicaId self, CounterLimits limits) {
    this.self = self;
    janitor = new Janitor(this, limits);
  }

  /** The statements of all logs. */
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

  /** True if another replica has taken this one over. */
  boolean isClosed(ReplicaId id) {
    return closed.contains(id);
  }

  /** True if a replica is about to take over adds to a counter. */
  boolean isMoving(CounterState counter) {
    VersionVector moving = Retirements.moving(logs.values()).join(sealed);
    return !moving.isEmpty() && counter.logs().stream().anyMatch(log -> moving.get(log.id()) > 0);
  }

  /** True if this node was that replica before. */
  boolean isEarlier(ReplicaLog log) {
    return log.id().node().equals(self.node()) && !log.id().equals(self);
  }

  ReplicaLog log(ReplicaId id) {
    return logs.computeIfAbsent(id, ReplicaLog::new);
  }

  Collection<ReplicaLog> logs() {
    return logs.values();
  }

  /** The names of the counters that have changed since the last call. */
  public List<String> takeChanged() {
    return contents.takeChanged();
  }

  /** Sets the time by this node's clock, in milliseconds since the epoch. Call it first. */
  public void time(long millis) {
    contents.time(millis);
  }

  public long nowMillis() {
    return contents.nowMillis();
  }

  /**
   * Says whether this node has compared with enough others since its start, and adds as this
   * replica. Before, it tidies nothing: its disk may have lost what it told others that it has.
   */
  public void mayTidy(boolean isSo) {
    mayTidy = isSo;
  }

  /** True if there may be something to tidy after a while. */
  public boolean needsCare() {
    return contents.keys().size() > 0 || !sealed.isEmpty() || janitor.needsCare();
  }

  /** Makes this node add as another replica from now on. */
  public void renew(ReplicaId newSelf) {
    self = newSelf;
    sealed = Retirements.sealed(logs.values(), self);
  }

  @Override
  public ReplicaId self() {
    return self;
  }

  /** The versions that have come; {@link #shown} may be less. */
  @Override
  public VersionVector versions() {
    if (received == null) {
      SortedMap<ReplicaId, Long> numbers = numbers(ReplicaLog::received);
      closed.forEach(id -> numbers.put(id, Long.MAX_VALUE)); // No more of them is needed.
      received = new VersionVector(numbers);
    }
    return received;
  }

  /** The versions shown. A node that shows as much shows all that a client has seen here. */
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

  /** True if this store shows all that was seen elsewhere, except of replicas taken over. */
  public boolean shows(VersionVector seen) {
    return shown().covers(open(seen));
  }

  /** What was seen elsewhere, without the replicas that were taken over. */
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

  /** Carries out what a note says about other logs. */
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
