package dev.tattle.bench.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

/**
 * Where one run's results go: {@code <root>/<workload>/<UTC time>/}, with links {@code latest} to
 * it beside it and in the root.
 */
public final class RunFolder {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String LATEST = "latest";

  private final Path directory;

  private RunFolder(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory of a run that begins now; it must not be there yet. */
  public static RunFolder create(Path root, String workload, Instant now) throws IOException {
    Path ofWorkload = Files.createDirectories(root.resolve(workload));
    Path directory = createFirstFree(ofWorkload, now);
    link(ofWorkload.resolve(LATEST), directory.getFileName());
    link(root.resolve(LATEST), Path.of(workload).resolve(directory.getFileName()));
    return new RunFolder(directory);
  }

  /** A run that begins in the same millisecond as another is dated a little later. */
  private static Path createFirstFree(Path parent, Instant now) throws IOException {
    for (Instant time = now; ; time = time.plusMillis(1)) {
      try {
        return Files.createDirectory(parent.resolve(TIME.format(time)));
      } catch (FileAlreadyExistsException taken) {
        // The next millisecond may be free.
      }
    }
  }

  /** A directory within this one, for a run that belongs to it; made if it is not there. */
  public RunFolder inside(String name) throws IOException {
    return new RunFolder(Files.createDirectories(directory.resolve(name)));
  }

  public Path directory() {
    return directory;
  }

  /** Where the nodes' standard error goes; made if it is not there. */
  public Path nodeLogs() throws IOException {
    return Files.createDirectories(directory.resolve("node-logs"));
  }

  public void writeResults(Json results) throws IOException {
    write(
        "results.json", out -> out.write((JsonCodec.formatPretty(results) + "\n").getBytes(UTF_8)));
  }

  /**
   * Writes what replays the run.
   *
   * @return where it is
   */
  public Path writeCase(Json stored) throws IOException {
    write("case.json", out -> out.write((JsonCodec.formatPretty(stored) + "\n").getBytes(UTF_8)));
    return directory.resolve("case.json");
  }

  public void writeHistory(List<Operation> history) throws IOException {
    write("history.jsonl", out -> HistoryCodec.write(history, out));
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void write(String name, Content content) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // Of a full disk the JVM does not say which.
      FileSystemException named =
          new FileSystemException(file.toString(), null, String.valueOf(e.getMessage()));
      named.initCause(e);
      throw named;
    }
  }

  public void writeMessages(NetJournal journal) throws IOException {
    Path file = directory.resolve("messages.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      journal.write(out);
    }
  }

  /**
   * Writes the page that shows the run.
   *
   * @return where it is
   */
  public Path writeReport(String html) throws IOException {
    return Files.writeString(directory.resolve("index.html"), html);
  }

  /** Puts the link in place in one step, whoever else does the same. */
  private static void link(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling("." + link.getFileName() + "-" + UUID.randomUUID());
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
