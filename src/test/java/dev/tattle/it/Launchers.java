package dev.tattle.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The paths of the programs under test, and how long tests wait for them. */
final class Launchers {
  static final Path ROOT = Path.of("").toAbsolutePath();
  static final Path NODE = ROOT.resolve("maelstrom/node");
  static final Path BENCH = ROOT.resolve("maelstrom/bench");
  static final Path JAR = ROOT.resolve("target/tattle.jar");
  static final Path RESOURCES = ROOT.resolve("src/test/resources");

  /**
   * Much longer than anything here takes on a busy machine. After this time a test counts as
   * hanging.
   */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  static {
    makeArchives();
  }

  private Launchers() {}

  /** Makes both archives of classes before the first test. Without them, processes start slowly. */
  private static void makeArchives() {
    String script =
        """
        name=tests root=.
        . maelstrom/launch.sh
        find_root; find_java; find_jar
        for kind in '' -counter; do find_archive || make_archive; done
        """;
    try {
      // Without one, tests pass, too. ArchiveIT says why there is none.
      new ProcessBuilder("sh", "-c", script).directory(ROOT.toFile()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Copies the launchers into a folder that has nothing else yet: no jar, no archive. */
  static Path copyInto(Path root) throws IOException {
    Path launchers = Files.createDirectories(root.resolve("maelstrom"));
    for (String name : List.of("node", "bench", "counter", "launch.sh", "archive.sh")) {
      Files.copy(NODE.resolveSibling(name), launchers.resolve(name));
    }
    return launchers;
  }

  /** Makes a folder look like a checkout: the launchers, sources and jar by the paths of pages. */
  static void linkInto(Path folder) throws IOException {
    for (String name : List.of("maelstrom", "src", "target")) {
      Files.createSymbolicLink(folder.resolve(name), ROOT.resolve(name));
    }
  }

  /** Removes all links: JUnit warns of those that lead out of a folder that it deletes. */
  static void unlink(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }
}
