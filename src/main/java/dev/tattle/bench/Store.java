package dev.tattle.bench;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where one run's results go: {@code <root>/<workload>/<UTC time>/}, with links {@code latest} to
 * it beside it and in the root.
 */
public final class Store {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String LATEST = "latest";

  private final Path directory;

  private Store(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory of a run that begins now; it must not be there yet. */
  public static Store create(Path root, String workload, Instant now) throws IOException {
    Path ofWorkload = Files.createDirectories(root.resolve(workload));
    Path directory = Files.createDirectory(ofWorkload.resolve(TIME.format(now)));
    link(ofWorkload.resolve(LATEST), directory.getFileName());
    link(root.resolve(LATEST), Path.of(workload).resolve(directory.getFileName()));
    return new Store(directory);
  }

  public Path directory() {
    return directory;
  }

  /** Where the nodes' standard error goes; made if it is not there. */
  public Path nodeLogs() throws IOException {
    return Files.createDirectories(directory.resolve("node-logs"));
  }

  public void writeResults(Json results) throws IOException {
    Files.writeString(directory.resolve("results.json"), JsonCodec.formatPretty(results) + "\n");
  }

  public void writeHistory(List<Operation> history) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("history.jsonl"))) {
      for (Operation operation : history) {
        out.write(JsonCodec.format(json(operation)));
        out.write('\n');
      }
    }
  }

  private static Json json(Operation operation) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("index", Json.of(operation.index()));
    fields.put("time", Json.of(operation.timeNanos()));
    fields.put("type", Json.of(operation.type().jsonName()));
    fields.put("process", operation.isClient() ? Json.of(operation.process()) : Json.of("nemesis"));
    fields.put("f", Json.of(operation.f()));
    fields.put("value", operation.value());
    if (operation.error() != null) {
      fields.put("error", operation.error());
    }
    if (operation.isFinal()) {
      fields.put("final?", Json.of(true));
    }
    return new Json.Obj(fields);
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
  }
}
