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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counters by name, as a log of each replica: what it has added to each counter, the adds that have
 * a key, and what it has deleted. An entry stands for all that the replica had said of the same
 * before, so a counter that does not change costs no byte of a message.
 *
 * <ul>
 *   <li><b>Adds</b> go into the replica's {@link Slot} of the counter; a counter's value is the sum
 *       of the slots.
 *   <li><b>Adds with a key</b> stay entries of their own for as long as the key is remembered
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
 * keys, at the same time; those are taken. Memory: see RATIONALE.
 */
public final class CounterStore implements TidyStore {
  private final SortedMap<ReplicaId, ReplicaLog> logs = new TreeMap<>();
  private final Contents contents = new Contents();
  private final Janitor janitor;
  private ReplicaId self;
  private boolean hasCaughtUp;
  private @Nullable VersionVector received;
  private @Nullable VersionVector shown;

  public CounterStore(ReplicaId self, CounterLimits limits) {
    this.self = self;
    janitor = new Janitor(this, limits);
  }

  // What is counted.

  /** What all logs that are here say. */
  Contents contents() {
    return contents;
  }

  /** The log of this node's own replica. */
  ReplicaLog own() {
    return log(self);
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

  /** The time that it was told last. */
  public long nowMillis() {
    return contents.nowMillis();
  }

  /**
   * Whether this node has compared with enough others since its start. Before, it tidies nothing:
   * its disk may have lost what it had told others that it has.
   */
  public void hasCaughtUp(boolean isSo) {
    hasCaughtUp = isSo;
  }

  /** True where there may be something to tidy once time has passed. */
  public boolean needsCare() {
    return contents.keys().size() > 0 || janitor.needsCare();
  }

  /** This node adds as another replica from now on. */
  public void renew(ReplicaId newSelf) {
    self = newSelf;
  }

  // What is replicated.

  @Override
  public ReplicaId self() {
    return self;
  }

  /** What has come. What is shown may be less, see {@link #shown}. */
  @Override
  public VersionVector versions() {
    if (received == null) {
      SortedMap<ReplicaId, Long> numbers = new TreeMap<>();
      logs.forEach((id, log) -> putPositive(numbers, id, log.received()));
      received = new VersionVector(numbers);
    }
    return received;
  }

  /** What is shown: whoever has seen this here sees no less where as much is shown. */
  public VersionVector shown() {
    if (shown == null) {
      SortedMap<ReplicaId, Long> numbers = new TreeMap<>();
      logs.forEach((id, log) -> putPositive(numbers, id, log.shown()));
      shown = new VersionVector(numbers);
    }
    return shown;
  }

  private static void putPositive(Map<ReplicaId, Long> numbers, ReplicaId id, long number) {
    if (number > 0) {
      numbers.put(id, number);
    }
  }

  @Override
  public long version(ReplicaId origin) {
    ReplicaLog log = logs.get(origin);
    return log == null ? 0 : log.received();
  }

  @Override
  public boolean exceeds(VersionVector known) {
    for (ReplicaLog log : logs.values()) {
      if (log.shown() > known.get(log.id())) {
        return true;
      }
    }
    return false;
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
      for (Statement entry = log.first(); entry != null; entry = log.first()) {
        contents.drop(entry);
      }
    }
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
  }

  @Override
  public @Nullable Delta tidying(Collection<NodeId> others, boolean isFirst) {
    List<List<Json>> said = hasCaughtUp ? janitor.tidy(others) : List.of();
    received = null;
    return said.isEmpty() ? null : Changes.own(own(), said);
  }

  /** Unmodifiable; for those who look. */
  public Collection<ReplicaId> replicas() {
    return Collections.unmodifiableSet(logs.keySet());
  }
}
