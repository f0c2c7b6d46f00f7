package dev.tattle.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options that every runtime has.
 *
 * @param log the node's log
 * @param dataFolder the folder in which the node keeps its records, in a folder of its own name;
 *     null for a node that keeps nothing
 * @param fsync when records are synced
 * @param disk receives news of the disk
 * @param part the folder for the records within the node's own; empty for the node's own folder
 *     itself
 */
public record RuntimeOptions(
    Log log, @Nullable Path dataFolder, Fsync fsync, DiskWatcher disk, String part) {
  /** Creates options without a watcher of the disk. */
  public RuntimeOptions(Log log, @Nullable Path dataFolder, Fsync fsync) {
    this(log, dataFolder, fsync, DiskWatcher.NONE, "");
  }

  /** Creates options that sync records before anybody sees their effects. */
  public RuntimeOptions(Log log, @Nullable Path dataFolder) {
    this(log, dataFolder, Fsync.ALWAYS);
  }

  /** Copies these options for a node that keeps its records in this part and has this watcher. */
  public RuntimeOptions of(String ownPart, DiskWatcher watcher) {
    return new RuntimeOptions(log, dataFolder, fsync, watcher, ownPart);
  }
}
