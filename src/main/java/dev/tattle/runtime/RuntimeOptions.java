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
 */
public record RuntimeOptions(Log log, @Nullable Path dataFolder, Fsync fsync) {
  /** Syncs always. */
  public RuntimeOptions(Log log, @Nullable Path dataFolder) {
    this(log, dataFolder, Fsync.ALWAYS);
  }
}
