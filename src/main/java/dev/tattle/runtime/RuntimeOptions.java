package dev.tattle.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What every runtime is told.
 *
 * @param log of the node
 * @param dataFolder below which the node keeps its records, in a folder of its name; null for a
 *     node that keeps nothing
 * @param fsync when records are synced
 * @param disk hears how the disk does
 * @param part the folder within the one of the node's name; empty for that one itself
 */
public record RuntimeOptions(
    Log log, @Nullable Path dataFolder, Fsync fsync, DiskWatcher disk, String part) {
  /** Nobody hears how the disk does. */
  public RuntimeOptions(Log log, @Nullable Path dataFolder, Fsync fsync) {
    this(log, dataFolder, fsync, DiskWatcher.NONE, "");
  }

  /** Syncs always. */
  public RuntimeOptions(Log log, @Nullable Path dataFolder) {
    this(log, dataFolder, Fsync.ALWAYS);
  }

  /** The same for a node that keeps its records in this part, and somebody hears of the disk. */
  public RuntimeOptions of(String ownPart, DiskWatcher watcher) {
    return new RuntimeOptions(log, dataFolder, fsync, watcher, ownPart);
  }
}
