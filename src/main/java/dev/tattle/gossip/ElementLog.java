package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<ReplicaId, Log> logs = new LinkedHashMap<>();
  // The same, in the order of their replicas: there are few, and seldom is one added.
  private final List<Log> ordered = new ArrayList<>();
  private final ElementSet elements = new ElementSet();
  // The logs' lengths, until one changes: they are looked at for each peer.
  private @Nullable VersionVector versions;

  /** All that a replica has added, oldest first. */
  private static final class Log {
    private final ReplicaId origin;
    private final List<Json> elements = new ArrayList<>();
    // A relay sends most of its peers the same.
    private @Nullable Delta latest;

    Log(ReplicaId origin) {
      this.origin = origin;
    }

    Delta delta(int after, int version) {
      if (latest == null || latest.after() != after || latest.version() != version) {
        Json run = Json.array(List.copyOf(elements.subList(after, version)));
        latest = new Delta(origin, after, version, run);
      }
      return latest;
    }
  }

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
      VersionVector.Builder sizes = new VersionVector.Builder(ordered.size());
      for (Log log : ordered) {
        sizes.put(log.origin, log.elements.size());
      }
      versions = sizes.build();
    }
    return versions;
  }

  @Override
  public long version(ReplicaId origin) {
    Log log = logs.get(origin);
    return log == null ? 0 : log.elements.size();
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (int i = 0; i < ordered.size(); i++) {
      Log one = ordered.get(i);
      List<Json> log = one.elements;
      int from = (int) Math.min(known.get(one.origin, i), log.size());
      int to = from;
      while (to < log.size() && (bytesLeft > 0 || (deltas.isEmpty() && to == from))) {
        bytesLeft -= Weight.bytes(log.get(to));
        to++;
      }
      if (to > from) {
        deltas.add(one.delta(from, to));
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
    List<Json> run = ((Json.Arr) delta.content()).items();
    List<Json> log = log(delta.origin());
    for (int i = (int) (log.size() - delta.after()); i < run.size(); i++) {
      log.add(run.get(i));
      elements.add(run.get(i));
    }
    return true;
  }

  /** The log, which is about to change. */
  private List<Json> log(ReplicaId origin) {
    versions = null;
    Log log = logs.get(origin);
    if (log == null) {
      log = new Log(origin);
      logs.put(origin, log);
      int place = ordered.size();
      while (place > 0 && ordered.get(place - 1).origin.compareTo(origin) > 0) {
        place--;
      }
      ordered.add(place, log);
    }
    return log.elements;
  }
}
