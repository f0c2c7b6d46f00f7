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
 * Keeps a store's deltas as records on disk. A node that restarts from them is the same replica
 * again, and has all that it had acknowledged to clients and peers.
 *
 * <pre>
 * {"of": kind, "replica": id}                     the first record
 * {"delta": [replica, after, version, content]}   for each delta, before it is joined
 * </pre>
 *
 * <p>If deltas replace earlier ones ({@link Store#deltasReplaceEarlier}), the records would outgrow
 * the store. A checkpoint therefore replaces them once {@value #SLACK} changes, and twice as many
 * as the last checkpoint holds, were appended. Other stores keep every delta in memory too, so
 * their records are as many as their deltas.
 */
public final class DeltaRecords {
  private static final int SLACK = 1_000;

  /** About how many bytes a record of a checkpoint has. A disk takes records of at most 16 MiB. */
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
   * Opens the records of this node.
   *
   * @param kind the kind of data, as in {@link GossipSettings}
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

  /** The kind of data in the records of this environment; null if there are none. */
  public static @Nullable String kind(Environment environment) {
    for (Json first : environment.kept()) {
      return text(first, OF);
    }
    return null;
  }

  /** The replica as which this node adds: the one on disk, or a fresh one. */
  public ReplicaId self() {
    return self;
  }

  /** True if the node has a disk; else nobody needs to make records. */
  public boolean areKept() {
    return environment.isDurable();
  }

  /** True if this incarnation goes on as the replica that an earlier one kept on disk. */
  public boolean isResumed() {
    return !isFirstIncarnation;
  }

  /**
   * True if the replica began with this incarnation, so that nobody can know more of it than this
   * node. Of a replica from the disk, other nodes may know deltas that the disk has lost.
   */
  boolean isFresh() {
    return isFresh;
  }

  /**
   * Makes the node add as another replica from now on.
   *
   * @throws RequestException if the disk can't be written; nothing has changed
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

  /** Joins all kept deltas into the store, which must be empty. */
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
   * @throws RequestException if the disk can't be written; nothing has changed
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
