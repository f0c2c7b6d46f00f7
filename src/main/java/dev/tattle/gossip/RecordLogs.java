package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store of one log of records for each replica. A delta is a piece of a log, and the subclass
 * gives the records their meaning. The logs change in place, so that adding a record costs the same
 * in a log of a million.
 */
public abstract class RecordLogs implements Store {
  private final ReplicaId self;
  private final Map<ReplicaId, Log> logs = new LinkedHashMap<>();
  // The same logs in the order of their replicas: there are few, and one is seldom added.
  private final List<Log> ordered = new ArrayList<>();
  // The logs' lengths, kept until one changes, because they are read for each peer.
  private @Nullable VersionVector versions;

  /** All records of a replica, oldest first. */
  private static final class Log {
    private final ReplicaId origin;
    private final List<Json> records = new ArrayList<>();
    // Kept, because a relay sends the same delta to most of its peers.
    private @Nullable Delta latest;

    Log(ReplicaId origin) {
      this.origin = origin;
    }

    Delta delta(int after, int version) {
      if (latest == null || latest.after() != after || latest.version() != version) {
        Json run = Json.array(List.copyOf(records.subList(after, version)));
        latest = new Delta(origin, after, version, run);
      }
      return latest;
    }
  }

  /** No records yet; this node adds its own as {@code self}. */
  protected RecordLogs(ReplicaId self) {
    this.self = self;
  }

  /**
   * Called for each record of another replica that comes, and for each of this replica's from the
   * disk or by {@link #write}; for each log in order.
   *
   * @param number the record's place in its log, from 1
   */
  protected abstract void onRecord(ReplicaId origin, long number, Json record);

  /**
   * Checks that these are records of this store.
   *
   * @throws IllegalArgumentException if one is not
   */
  protected abstract void requireRecords(List<Json> records);

  /** Appends a record to this replica's log. */
  protected final void append(Json record) {
    log(self).records.add(record);
  }

  /** Appends records to this replica's log, and calls {@link #onRecord} for each. */
  public final void write(List<Json> records) {
    for (Json record : records) {
      append(record);
      onRecord(self, version(self), record);
    }
  }

  /** The record of this number, which must be here. */
  protected final Json record(ReplicaId origin, long number) {
    Log log = logs.get(origin);
    if (log == null) {
      throw new AssertionError("nothing of " + origin + " is here");
    }
    return log.records.get((int) number - 1);
  }

  /**
   * Replaces a record with null, because a later record says all that it says. Nodes that lack it
   * get the null.
   */
  protected final void supersede(ReplicaId origin, long number) {
    Log log = log(origin);
    log.records.set((int) number - 1, Json.NULL);
  }

  /** All replicas that have records here, in the order of their ids. */
  protected final List<ReplicaId> origins() {
    List<ReplicaId> origins = new ArrayList<>(ordered.size());
    ordered.forEach(log -> origins.add(log.origin));
    return Collections.unmodifiableList(origins);
  }

  /** The delta that appends these records to this replica's log. */
  public final Delta addition(List<Json> records) {
    long have = version(self);
    return new Delta(self, have, have + records.size(), Json.array(records));
  }

  @Override
  public final ReplicaId self() {
    return self;
  }

  @Override
  public final VersionVector versions() {
    if (versions == null) {
      VersionVector.Builder sizes = new VersionVector.Builder(ordered.size());
      for (Log log : ordered) {
        sizes.put(log.origin, log.records.size());
      }
      versions = sizes.build();
    }
    return versions;
  }

  @Override
  public final long version(ReplicaId origin) {
    Log log = logs.get(origin);
    return log == null ? 0 : log.records.size();
  }

  @Override
  public final List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (int i = 0; i < ordered.size(); i++) {
      Log one = ordered.get(i);
      List<Json> log = one.records;
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

  @Override
  public final boolean deltasReplaceEarlier() {
    return false;
  }

  @Override
  public final boolean isNews(Delta delta) {
    if (!(delta.content() instanceof Json.Arr run)
        || run.items().size() != delta.version() - delta.after()) {
      throw new IllegalArgumentException(
          "expected %d elements in an array".formatted(delta.version() - delta.after()));
    }
    requireRecords(run.items());
    long have = version(delta.origin());
    return delta.after() <= have && delta.version() > have;
  }

  @Override
  public final boolean join(Delta delta) {
    if (!isNews(delta)) {
      return false;
    }
    List<Json> run = ((Json.Arr) delta.content()).items();
    List<Json> log = log(delta.origin()).records;
    for (int i = (int) (log.size() - delta.after()); i < run.size(); i++) {
      log.add(run.get(i));
      onRecord(delta.origin(), log.size(), run.get(i));
    }
    return true;
  }

  /** The log of this replica, for a change. */
  private Log log(ReplicaId origin) {
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
    return log;
  }
}
