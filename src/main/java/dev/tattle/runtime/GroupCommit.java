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
 * Records that are to be written, and messages that nobody may see before they are. One sync serves
 * all handlers that ran since the last one.
 *
 * <p>Thread rule: the node's thread.
 */
final class GroupCommit {
  /** So many effects wait at the most; then the disk is written before the next message. */
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
   * Without a folder yet.
   *
   * @param parent of the folder that the node gets once it has a name
   * @param part of that folder, where the records are; empty for the folder itself
   */
  GroupCommit(Path parent, String part, Log log, Fsync fsync) {
    this.parent = parent;
    this.part = part;
    this.log = log;
    this.fsync = fsync;
  }

  /** Takes the folder of this node; another incarnation of the same node goes on with it. */
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

  /** True where {@link #commit} has something to do. */
  boolean isDue(long nowNanos) {
    return !held.isEmpty() || syncAtNanos <= nowNanos;
  }

  boolean isFull() {
    return held.size() >= MAX_HELD;
  }

  /** Holds a record, or a message that follows one. */
  void add(Effect effect) {
    held.add(effect);
  }

  /**
   * Writes the records, and syncs them, unless that is to wait for others.
   *
   * @return the messages, which may be seen now
   * @throws IOException where the disk fails; all is still held
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
        String text = "a checkpoint of " + count + " records takes the place of all before it";
        log.event(Log.Level.DEBUG, "checkpoint", text, "records", count);
        folder().checkpoint(checkpoint.records()); // What was appended before it is in vain.
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

  /** At the latest a second after the first record that is not synced. */
  private void sync(boolean nothingNew, long nowNanos) throws IOException {
    if (fsync == Fsync.INTERVAL && syncAtNanos == NEVER && !nothingNew) {
      syncAtNanos = nowNanos + INTERVAL_NANOS;
    } else if (syncAtNanos <= nowNanos) {
      folder().sync();
      syncAtNanos = NEVER;
    }
  }

  /** The disk has failed: all that was held, which is to be dropped. */
  List<Effect> drop(long nowNanos) {
    List<Effect> dropped = List.copyOf(held);
    held.clear();
    probeAtNanos = nowNanos + PROBE_NANOS;
    syncAtNanos = NEVER;
    return dropped;
  }

  /** True from a failure until the disk works again. */
  boolean isFailing() {
    return probeAtNanos != NEVER;
  }

  /** How long until the disk is to be synced, or to be tried again; at most a very long time. */
  long nanosUntilDue(long nowNanos) {
    long atNanos = Math.min(probeAtNanos, syncAtNanos);
    return atNanos == NEVER ? NEVER : Math.max(0, atNanos - nowNanos);
  }

  /** Tries the disk again, if it is time; true where it works again. */
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
