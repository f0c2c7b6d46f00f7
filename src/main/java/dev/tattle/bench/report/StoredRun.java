package dev.tattle.bench.report;

import dev.tattle.bench.check.Results;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run in a store, as read from its files.
 *
 * @param path in the store: workload and time
 * @param results null if there are none to read: the run goes on, or broke
 * @param digest empty if there is none, as for old runs
 */
record StoredRun(
    String path, Path directory, Json.@Nullable Obj results, Map<String, Json> digest) {
  /** Runs are named after the time of their beginning. */
  private static final Pattern TIME = Pattern.compile("\\d{8}T\\d{6}.*");

  private static final int FIGURE = 3;
  private static final int MESSAGE = 4;
  private static final long MAX_BYTES = 16 << 20;

  /** The directories of all runs, newest first, without the links to the latest runs. */
  static List<Path> directories(Path root) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (Path workload : children(root)) {
      if (isDirectory(workload)) {
        children(workload).stream().filter(StoredRun::isRun).forEach(runs::add);
      }
    }
    runs.sort(Comparator.comparing((Path run) -> run.getFileName().toString()).reversed());
    return runs;
  }

  static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    }
  }

  /** Others keep folders in the store, too, such as a cluster of counters. */
  private static boolean isRun(Path path) {
    return isDirectory(path) && TIME.matcher(path.getFileName().toString()).matches();
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path) && !Files.isSymbolicLink(path);
  }

  static StoredRun of(Path root, Path directory) {
    Json.Obj digest = read(directory.resolve("run.json"));
    return new StoredRun(
        root.relativize(directory).toString(),
        directory,
        read(directory.resolve("results.json")),
        digest == null ? Map.of() : digest.fields());
  }

  private static Json.@Nullable Obj read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        return null;
      }
      return JsonCodec.parse(Files.readAllBytes(file)) instanceof Json.Obj object ? object : null;
    } catch (IOException | WireException e) {
      return null;
    }
  }

  /** The verdict, or {@code "unfinished"}. */
  String verdict() {
    return results == null ? "unfinished" : KeyFigures.verdict(results.fields().get("valid?"));
  }

  /** Why it is not valid; may be empty. */
  String why() {
    return text(digest.get("why"));
  }

  /** The options by name, and the program under test. */
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    KeyFigures.part(digest, "options").forEach((name, value) -> options.put(name, text(value)));
    if (digest.containsKey("program")) {
      options.put("program", text(digest.get("program")));
    }
    return options;
  }

  List<KeyFigures.Figure> figures() {
    if (!digest.containsKey("figures") && results != null) {
      return KeyFigures.of(new Results(results, Map.of()));
    }
    return rows("figures", FIGURE).stream()
        .map(row -> new KeyFigures.Figure(row.get(0), row.get(1), row.get(2)))
        .toList();
  }

  /** Messages by type: type, clients or servers, sent, lost. */
  List<List<String>> messages() {
    return rows("messages", MESSAGE);
  }

  private List<List<String>> rows(String name, int cellCount) {
    List<List<String>> rows = new ArrayList<>();
    if (digest.get(name) instanceof Json.Arr array) {
      for (Json row : array.items()) {
        if (row instanceof Json.Arr cells && cells.items().size() == cellCount) {
          rows.add(cells.items().stream().map(StoredRun::text).toList());
        }
      }
    }
    return rows;
  }

  /** Quantiles of each function's latency, as text. */
  Map<String, String> latencies() {
    Map<String, String> latencies = new LinkedHashMap<>();
    Map<String, Json> byFunction = KeyFigures.part(digest, "latency");
    byFunction
        .keySet()
        .forEach(
            f ->
                KeyFigures.part(byFunction, f)
                    .forEach((q, millis) -> latencies.put(f + ", " + q, text(millis))));
    return latencies;
  }

  private static String text(@Nullable Json value) {
    if (value == null) {
      return "";
    }
    return value instanceof Json.Text text ? text.value() : JsonCodec.format(value);
  }
}
