package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A grow-only set of JSON values: each replica's adds are a log, a delta is a piece of it, and the
 * join is union. Unlike the values in {@code crdt} it changes in place, so that an add costs the
 * same in a set of a million.
 *
 * <p>A value that two replicas added stands in both their logs and once in the set.
 */
public final class ElementLog implements Store {
  private final ReplicaId self;
  private final SortedMap<ReplicaId, List<Json>> logs = new TreeMap<>();
  private final ElementSet elements = new ElementSet();
  // The logs' lengths, until one changes: they are looked at for each peer.
  private @Nullable VersionVector versions;

  public ElementLog(ReplicaId self) {
    this.self = self;
  }

  /** Adds an element; returns false if it is here already. */
  public boolean add(Json element) {
    boolean added = elements.add(element);
    if (added) {
      log(self).add(element);
    }
    return added;
  }

  /** All elements that are here now, each once, in the order in which they came. */
  public List<Json> elements() {
    return elements.elements();
  }

  @Override
  public ReplicaId self() {
    return self;
  }

  @Override
  public VersionVector versions() {
    if (versions == null) {
      SortedMap<ReplicaId, Long> sizes = new TreeMap<>();
      for (Map.Entry<ReplicaId, List<Json>> log : logs.entrySet()) {
        sizes.put(log.getKey(), (long) log.getValue().size());
      }
      versions = new VersionVector(sizes);
    }
    return versions;
  }

  @Override
  public long version(ReplicaId origin) {
    List<Json> log = logs.get(origin);
    return log == null ? 0 : log.size();
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (Map.Entry<ReplicaId, List<Json>> entry : logs.entrySet()) {
      List<Json> log = entry.getValue();
      int from = (int) Math.min(known.get(entry.getKey()), log.size());
      int to = from;
      while (to < log.size() && (bytesLeft > 0 || (deltas.isEmpty() && to == from))) {
        bytesLeft -= Weight.bytes(log.get(to));
        to++;
      }
      if (to > from) {
        Json content = Json.array(List.copyOf(log.subList(from, to)));
        deltas.add(new Delta(entry.getKey(), from, to, content));
      }
    }
    return deltas;
  }

  /** The delta that an add of this element is. */
  public Delta addition(Json element) {
    long have = version(self);
    return new Delta(self, have, have + 1, Json.array(element));
  }

  public boolean contains(Json element) {
    return elements.contains(element);
  }

  @Override
  public boolean deltasReplaceEarlier() {
    return false;
  }

  @Override
  public boolean isNews(Delta delta) {
    if (!(delta.content() instanceof Json.Arr run)
        || run.items().size() != delta.version() - delta.after()) {
      throw new IllegalArgumentException(
          "expected %d elements in an array".formatted(delta.version() - delta.after()));
    }
    long have = version(delta.origin());
    return delta.after() <= have && delta.version() > have;
  }

  @Override
  public boolean join(Delta delta) {
    if (!isNews(delta)) {
      return false;
    }
    Json.Arr run = (Json.Arr) delta.content();
    long have = version(delta.origin());
    List<Json> fresh = run.items().subList((int) (have - delta.after()), run.items().size());
    log(delta.origin()).addAll(fresh);
    for (Json element : fresh) {
      elements.add(element);
    }
    return true;
  }

  /** The log, which is about to change. */
  private List<Json> log(ReplicaId origin) {
    versions = null;
    List<Json> log = logs.get(origin);
    if (log == null) {
      log = new ArrayList<>();
      logs.put(origin, log);
    }
    return log;
  }
}
