package dev.tattle.cli;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the results say that lie beside a stored history. */
final class StoredResults {
  private static final List<String> FILES = List.of("history.jsonl", "history.edn");
  private static final long MAX_BYTES = 16 << 20;

  private StoredResults() {}

  /** The history itself, where its folder was named. */
  static Path history(Path named) {
    return Files.isDirectory(named)
        ? FILES.stream()
            .map(named::resolve)
            .filter(Files::exists)
            .findFirst()
            .orElse(named.resolve(FILES.get(0)))
        : named;
  }

  /** The results beside a history; empty where there are none that can be read. */
  static Map<String, Json> beside(Path history) throws IOException {
    Path results = history.resolveSibling("results.json");
    if (!Files.isRegularFile(results) || Files.size(results) > MAX_BYTES) {
      return Map.of();
    }
    try {
      return JsonCodec.parse(Files.readAllBytes(results)) instanceof Json.Obj object
          ? object.fields()
          : Map.of();
    } catch (WireException e) {
      return Map.of(); // The history is judged, not the file beside it.
    }
  }
}
