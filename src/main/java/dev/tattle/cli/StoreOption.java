package dev.tattle.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store: what {@code test}, {@code sim} and {@code serve} share. */
final class StoreOption {
  @Option(
      names = "--store",
      order = -8,
      paramLabel = "DIR",
      description = "where runs are stored (store/ here if there is one, else the bench's own)")
  private @Nullable Path given;

  /** The root of the store. The launcher knows which one is meant where no option says so. */
  Path root() {
    return given != null ? given : Path.of(System.getProperty("tattle.store", "store"));
  }
}
