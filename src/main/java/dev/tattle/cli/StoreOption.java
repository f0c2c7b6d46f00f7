package dev.tattle.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results are stored: the option that several commands share. */
final class StoreOption {
  @Option(
      names = "--store",
      order = -8,
      paramLabel = "DIR",
      description =
          "folder for results (default: store/ in the current folder if there is one, else"
              + " store/ of Tattle's own folder)")
  private @Nullable Path given;

  /** The root of the store. If no option names one, the launcher does. */
  Path root() {
    return given != null ? given : Path.of(System.getProperty("tattle.store", "store"));
  }
}
