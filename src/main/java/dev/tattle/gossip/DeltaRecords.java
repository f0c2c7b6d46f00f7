package dev.tattle.gossip;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store's deltas as records on disk. A node that restarts from them is the same replica again,
 * with all that it had acknowledged to clients and to peers.
 *
 * <pre>
 * {"of": kind, "replica": id}                     the first record
 * {"delta": [replica, after, version, content]}   for each delta, before it is joined
 * </pre>
 *
 * <p>Where a delta replaces all earlier ones of its replica ({@link Store#deltasReplaceEarlier}), a
 * checkpoint takes the place of the records once there are {@value #SLACK} more of them than there
 * are deltas in the store, and twice as many. Other stores keep every delta in memory too: their
 * records are as many as their deltas.
 */
public final class DeltaRecords {
  private static final int SLACK = 1_000;

  /** A record of a checkpoint has about so many bytes, and a disk's longest has 16 MiB. */
  private static final int PART_BYTES = 1 << 20;

  private static final String OF = "of";
  private static final String REPLICA = "replica";
  private static final String DELTA = "delta";

  private final Environment environment;
  private final String kind;
  private ReplicaId self;
  private final boolean isFirstIncarnation;
  private boolean isFresh;
  private int appended;
  private int inCheckpoint;

  /**
   * The records of this node.
   *
   * @param kind of data, as in {@link GossipSettings}
   * @throws RequestException if the disk holds another kind of data
   */
  public DeltaRecords(Environment environment, String kind) {
    this.environment = environment;
    this.kind = kind;
    ReplicaId kept = keptReplica(environment, kind);
    isFirstIncarnation = kept == null;
    isFresh = isFirstIncarnation;
    self = kept == null ? ReplicaId.fresh(environment) : kept;
  }

  /** What kind of node kept the records of this environment; null where there are none. */
  public static @Nullable String kind(Environment environment) {
    for (Json first : environment.kept()) {
      return text(first, OF);
    }
    return null;
  }

  /** The replica as which this node adds: the kept one, or a fresh one. */
  public ReplicaId self() {
    return self;
  }

  /** True where records are kept: else there is no need to make them. */
  public boolean areKept() {
    return environment.isDurable();
  }

  /** True where the replica was kept by an earlier incarnation: this one goes on as the same. */
  public boolean isResumed() {
    return !isFirstIncarnation;
  }

  /**
   * True where the replica began with this incarnation, so nobody can know more of it than this
   * node. Of one that was kept others may know what the disk has lost.
   */
  boolean isFresh() {
    return isFresh;
  }

  /**
   * From now on the node adds as another replica.
   *
   * @throws RequestException where the disk can't be written; nothing has changed
   */
  public void renew(ReplicaId newSelf, Store store, Outbox out) {
    ReplicaId earlier = self;
    self = newSelf;
    try {
      checkpoint(store, out);
    } catch (RequestException refused) {
      self = earlier;
      throw refused;
    }
    isFresh = true;
  }

  /** Joins all that was kept into the store, which is empty. */
  void restore(Store store) {
    for (Json record : environment.kept()) {
      Json delta = ((Json.Obj) record).fields().get(DELTA);
      if (delta != null) {
        Delta kept = Delta.fromJson(delta);
        store.join(kept);
        appended += store.changes(kept);
      }
    }
  }

  /** Keeps the first record, if there is none yet. */
  void onStart(Outbox out) {
    if (areKept() && isFirstIncarnation) {
      out.append(header());
    }
  }

  /**
   * Keeps a delta that is about to be joined into the store.
   *
   * @throws RequestException where the disk can't be written; nothing has changed
   */
  void append(Delta delta, Store store, Outbox out) {
    if (!areKept()) {
      return;
    }
    if (store.deltasReplaceEarlier() && appended >= SLACK + 2 * inCheckpoint) {
      checkpoint(store, out);
    }
    out.append(Json.object(DELTA, delta.toJson()));
    appended += store.changes(delta);
  }

  private void checkpoint(Store store, Outbox out) {
    List<Json> records = new ArrayList<>();
    records.add(header());
    int changes = 0;
    VersionVector written = VersionVector.EMPTY;
    List<Delta> deltas = store.since(written, PART_BYTES);
    while (!deltas.isEmpty()) {
      for (Delta delta : deltas) {
        records.add(Json.object(DELTA, delta.toJson()));
        changes += store.changes(delta);
      }
      written = written.join(Delta.versions(deltas));
      deltas = store.since(written, PART_BYTES);
    }
    for (Delta delta : store.waiting()) {
      records.add(Json.object(DELTA, delta.toJson()));
      changes += store.changes(delta);
    }
    out.checkpoint(records);
    inCheckpoint = changes;
    appended = 0;
  }

  private Json header() {
    return Json.object(OF, Json.of(kind), REPLICA, Json.of(self.name()));
  }

  private static @Nullable ReplicaId keptReplica(Environment environment, String kind) {
    for (Json first : environment.kept()) {
      String replica = text(first, REPLICA);
      if (!kind.equals(text(first, OF)) || replica == null) {
        throw new RequestException(
            RpcError.NOT_SUPPORTED,
            "the data folder of %s holds %s, not %s: choose another folder or another workload"
                .formatted(environment.self(), text(first, OF), kind));
      }
      return new ReplicaId(replica);
    }
    return null;
  }

  private static @Nullable String text(Json record, String field) {
    return record instanceof Json.Obj object && object.fields().get(field) instanceof Json.Text text
        ? text.value()
        : null;
  }
}
