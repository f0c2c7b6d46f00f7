package dev.tattle.runtime;

import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import dev.tattle.runtime.disk.RecordFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds records until they are on the disk, and holds back the messages that depend on them. One
 * sync serves all handlers that ran since the last sync.
 *
 * <p>Thread rule: the node's thread.
 */
final class GroupCommit {
  /** The most effects that may wait. At this bound the disk is written before the next message. */
  private static final int MAX_HELD = 4_096;

  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NEVER = Long.MAX_VALUE;

  private final Path parent;
  private final String part;
  private final Log log;
  private final Fsync fsync;
  private final List<Effect> held = new ArrayList<>();
  private @Nullable RecordFolder folder;
  private String node = "";
  private long probeAtNanos = NEVER;
  private long syncAtNanos = NEVER;

  /**
   * Starts without a folder: {@link #open} opens it.
   *
   * @param parent the folder above the node's own, which is opened once the node has a name
   * @param part the folder for the records within the node's own; empty for the node's own folder
   *     itself
   */
  GroupCommit(Path parent, String part, Log log, Fsync fsync) {
    this.parent = parent;
    this.part = part;
    this.log = log;
    this.fsync = fsync;
  }

  /**
   * Opens the folder of this node. A later incarnation of the same node gets the folder that is
   * open.
   */
  RecordFolder open(String name) {
    RecordFolder opened = folder;
    if (opened == null || !node.equals(name)) {
      close();
      opened =
          RecordFolder.open(
              RecordFolder.of(parent, name).resolve(part), fsync == Fsync.ALWAYS, log::warn);
      folder = opened;
      node = name;
    }
    return opened;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** Tells whether {@link #commit} has something to do. */
  boolean isDue(long nowNanos) {
    return !held.isEmpty() || syncAtNanos <= nowNanos;
  }

  boolean isFull() {
    return held.size() >= MAX_HELD;
  }

  /** Adds a record, or a message that must wait for an earlier record. */
  void add(Effect effect) {
    held.add(effect);
  }

  /**
   * Writes the records that are held. Syncs them too, unless the folder is synced once a second.
   *
   * @return the messages, which may be sent now
   * @throws IOException if the disk fails; everything is still held
   */
  List<Effect.Send> commit(long nowNanos) throws IOException {
    List<Effect.Send> sends = new ArrayList<>();
    List<Json> records = new ArrayList<>();
    for (Effect effect : held) {
      if (effect instanceof Effect.Send send) {
        sends.add(send);
      } else if (effect instanceof Effect.Append append) {
        records.add(append.record());
      } else if (effect instanceof Effect.Checkpoint checkpoint) {
        int count = checkpoint.records().size();
        String text = "a checkpoint of " + count + " records replaces all earlier ones";
        log.event(Log.Level.DEBUG, "checkpoint", text, "records", count);
        folder().checkpoint(checkpoint.records()); // It replaces the records added before it.
        records.clear();
        syncAtNanos = NEVER;
      } else {
        throw Effect.unknown(effect);
      }
    }
    folder().append(records);
    held.clear();
    sync(records.isEmpty(), nowNanos);
    return sends;
  }

  /** Syncs at the latest one second after the first record that is not synced. */
  private void sync(boolean nothingNew, long nowNanos) throws IOException {
    if (fsync == Fsync.INTERVAL && syncAtNanos == NEVER && !nothingNew) {
      syncAtNanos = nowNanos + INTERVAL_NANOS;
    } else if (syncAtNanos <= nowNanos) {
      folder().sync();
      syncAtNanos = NEVER;
    }
  }

  /** Removes and returns everything that is held. Called after the disk has failed. */
  List<Effect> drop(long nowNanos) {
    List<Effect> dropped = List.copyOf(held);
    held.clear();
    probeAtNanos = nowNanos + PROBE_NANOS;
    syncAtNanos = NEVER;
    return dropped;
  }

  /** Tells whether the disk has failed and does not work yet. */
  boolean isFailing() {
    return probeAtNanos != NEVER;
  }

  /** How long until the disk must be synced or tried again; {@link Long#MAX_VALUE} if never. */
  long nanosUntilDue(long nowNanos) {
    long atNanos = Math.min(probeAtNanos, syncAtNanos);
    return atNanos == NEVER ? NEVER : Math.max(0, atNanos - nowNanos);
  }

  /** Tries the disk again if it is time. Returns true if the disk works again. */
  boolean hasRecovered(long nowNanos) {
    if (probeAtNanos > nowNanos) {
      return false;
    }
    try {
      folder().repair();
      probeAtNanos = NEVER;
      return true;
    } catch (IOException stillFails) {
      probeAtNanos = nowNanos + PROBE_NANOS;
      return false;
    }
  }

  void close() {
    RecordFolder opened = folder;
    folder = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        log.warn("the data folder can't be closed: " + RecordFolder.reason(e));
      }
    }
  }

  private RecordFolder folder() {
    if (folder == null) {
      throw new IllegalStateException("a node without a name wants to keep something");
    }
    return folder;
  }
}
