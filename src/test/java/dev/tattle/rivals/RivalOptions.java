package dev.tattle.rivals;

import java.nio.file.Path;
import java.util.Map;

/**
 * What one node of an engine is told.
 *
 * @param self its name
 * @param ports where each node listens to the others, on this machine, by name
 * @param data where it keeps what it knows; each node has its own
 */
record RivalOptions(String self, Map<String, Integer> ports, Path data) {
  static final String HOST = "127.0.0.1";

  int port() {
    return ports.getOrDefault(self, 0);
  }
}
