package dev.tattle.it;

import java.nio.file.Path;
import java.time.Duration;

/** Where the programs under test are, and how long anybody waits for them. */
final class Launchers {
  static final Path ROOT = Path.of("").toAbsolutePath();
  static final Path NODE = ROOT.resolve("maelstrom/node");
  static final Path BENCH = ROOT.resolve("maelstrom/bench");
  static final Path RESOURCES = ROOT.resolve("src/test/resources");

  /** Far above what anything here takes: whoever waits so long hangs. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Launchers() {}
}
