package dev.tattle.cli;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of strong counters: a line that says what it is and how many parts follow, then a part a
 * line. A part is what the group keeps: {@code [[name, value, min, max], …]}, and then {@code
 * [[command, result], …]} of what was done with a key.
 */
final class BackupFile {
  private static final String KIND = "tattle strong counters";
  private static final long VERSION = 1;

  private BackupFile() {}

  static Json header(int parts) {
    return Json.object(
        "backup", Json.of(KIND), "version", Json.of(VERSION), "parts", Json.of(parts));
  }

  /**
   * The parts in a file.
   *
   * @throws IOException where it can't be read, is no backup, or is not whole
   */
  static List<Json> parts(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Json> parts = new ArrayList<>();
    try {
      for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        parts.add(JsonCodec.parse(line));
      }
      if (!lines.isEmpty() && JsonCodec.parse(lines.get(0)).equals(header(parts.size()))) {
        return parts;
      }
    } catch (WireException e) {
      throw new IOException(file + ": expected JSON in each line: " + e.getMessage(), e);
    }
    throw new IOException(
        file + ": expected a whole backup of strong counters, as 'backup' writes it");
  }
}
