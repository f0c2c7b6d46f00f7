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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The folder for one run's results: {@code <root>/<workload>/<UTC time>/}. Links named {@code
 * latest}, next to it and in the root, lead to it. A failed write does not stop the run; {@link
 * #failures} reports it.
 */
public final class RunFolder {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String LATEST = "latest";

  private final Path directory;

  /** Shared with the folders inside. */
  private final List<IOException> failures;

  private RunFolder(Path directory, List<IOException> failures) {
    this.directory = directory;
    this.failures = failures;
  }

  /** A folder that does not exist: every write there fails. */
  public static RunFolder missing(Path directory) {
    return new RunFolder(directory, new ArrayList<>());
  }

  /** Creates the directory of a run that begins now; it must not exist yet. */
  public static RunFolder create(Path root, String workload, Instant now) throws IOException {
    Path ofWorkload = Files.createDirectories(root.resolve(workload));
    Path directory = createFirstFree(ofWorkload, now);
    RunFolder folder = new RunFolder(directory, new ArrayList<>());
    try {
      link(ofWorkload.resolve(LATEST), directory.getFileName());
      link(root.resolve(LATEST), Path.of(workload).resolve(directory.getFileName()));
    } catch (IOException | UnsupportedOperationException e) {
      // Some file systems have no links. The run is stored all the same.
      folder.failures.add(named(root.resolve(LATEST), e));
    }
    return folder;
  }

  /** If another run began in the same millisecond, the time moves on a little. */
  private static Path createFirstFree(Path parent, Instant now) throws IOException {
    for (Instant time = now; ; time = time.plusMillis(1)) {
      try {
        return Files.createDirectory(parent.resolve(TIME.format(time)));
      } catch (FileAlreadyExistsException taken) {
        // The next millisecond may be free.
      }
    }
  }

  /** A directory within this one, for a run that belongs to it; created if it does not exist. */
  public RunFolder inside(String name) {
    Path within = directory.resolve(name);
    try {
      Files.createDirectories(within);
    } catch (IOException e) {
      failures.add(e);
    }
    return new RunFolder(within, failures);
  }

  /** The failed writes, in order; each exception names its file. */
  public List<IOException> failures() {
    return List.copyOf(failures);
  }

  public Path directory() {
    return directory;
  }

  /** The directory for the nodes' standard error; created if it does not exist. */
  public Path nodeLogs() throws IOException {
    return Files.createDirectories(directory.resolve("node-logs"));
  }

  public void writeResults(Json results) {
    write(
        "results.json", out -> out.write((JsonCodec.formatPretty(results) + "\n").getBytes(UTF_8)));
  }

  /** Writes what lists of runs show about the run. */
  public void writeDigest(Json digest) {
    write("run.json", out -> out.write((JsonCodec.formatPretty(digest) + "\n").getBytes(UTF_8)));
  }

  /**
   * Writes what is needed to replay the run.
   *
   * @return the file, even if it could not be written
   */
  public Path writeCase(Json stored) {
    write("case.json", out -> out.write((JsonCodec.formatPretty(stored) + "\n").getBytes(UTF_8)));
    return directory.resolve("case.json");
  }

  public void writeHistory(List<Operation> history) {
    write("history.jsonl", out -> HistoryCodec.write(history, out));
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Removes a file that could not be written whole. */
  private void write(String name, Content content) {
    Path file = directory.resolve(name);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
    } catch (IOException e) {
      failures.add(named(file, e));
      remove(file);
    }
  }

  /** Adds the file, because the JVM does not name it when a disk is full. */
  private static IOException named(Path file, Exception e) {
    if (e instanceof FileSystemException known) {
      return known;
    }
    FileSystemException named =
        new FileSystemException(file.toString(), null, String.valueOf(e.getMessage()));
    named.initCause(e);
    return named;
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A file that can't be removed could not be created either.
    }
  }

  public void writeMessages(NetJournal journal) {
    write("messages.jsonl", journal::write);
  }

  /** Writes the page that shows the run. */
  public void writeReport(String html) {
    write("index.html", out -> out.write(html.getBytes(UTF_8)));
  }

  /** Replaces the link in one step, even if others do the same. */
  private static void link(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling("." + link.getFileName() + "-" + UUID.randomUUID());
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
