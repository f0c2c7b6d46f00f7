package dev.tattle.cli;

import dev.tattle.bench.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Where runs are stored. */
final class Stores {
  private Stores() {}

  /** A place for a run of this workload. */
  static Store create(String workload) throws IOException {
    return Store.create(root(), workload, Instant.now());
  }

  /** Relative where that is short, because people read and paste the paths of results. */
  private static Path root() throws IOException {
    Path root = Path.of(System.getProperty("tattle.store", "store")).toAbsolutePath().normalize();
    Path here = Path.of("").toRealPath();
    return root.startsWith(here) ? here.relativize(root) : root;
  }
}
