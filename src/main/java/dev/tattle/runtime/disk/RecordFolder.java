package dev.tattle.runtime.disk;

import dev.tattle.core.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores one node's records in a folder that only one process at a time may use. When {@link
 * #append} or {@link #checkpoint} returns, the records are on the disk and survive a loss of power.
 *
 * <p>A folder can also be opened so that only {@link #sync} and {@link #checkpoint} sync it. It
 * then holds a file {@code interval}, which says that more than the last frame may be torn.
 *
 * <p>The folder holds the file {@code lock}, and the file {@code records-N} with the records of
 * checkpoint N and those after it. A checkpoint writes the next file under a temporary name, syncs
 * and renames it, and then deletes the file before. After a crash the file with the highest number
 * counts.
 *
 * <p>Thread rule: one thread.
 */
public final class RecordFolder implements AutoCloseable {
  private static final String PREFIX = "records-";
  private static final String UNFINISHED = ".new";
  private static final String INTERVAL = "interval";

  /** Opens files. Tests replace it with disks that fail. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(Path path, OpenOption... options) throws IOException;
  }

  private final Path folder;
  private final Opener opener;
  private final FileLock lock;
  private final boolean syncsEach;
  private long generation;
  private RecordFile file;

  private RecordFolder(
      Path folder, Opener opener, FileLock lock, boolean syncsEach, Consumer<String> warnings)
      throws IOException {
    this.folder = folder;
    this.opener = opener;
    this.lock = lock;
    this.syncsEach = syncsEach;
    generation = newest();
    file = openNewest(warnings);
    deleteOthers();
    noteSyncs();
  }

  /**
   * Names the folder of a node.
   *
   * @param parent the folder that holds the folders of all nodes
   * @param node the name of the node; characters that do not suit a file name are escaped
   */
  public static Path of(Path parent, String node) {
    return parent.resolve(escaped(node));
  }

  /**
   * Opens a folder, and creates it if it does not exist.
   *
   * @param syncsEach true if {@link #append} syncs
   * @param warnings gets a line if a torn tail was cut
   * @throws DataFolderException if the node can't start from the folder: it can't be used, another
   *     process uses it, or it is damaged
   */
  public static RecordFolder open(Path folder, boolean syncsEach, Consumer<String> warnings) {
    return open(folder, FileChannel::open, syncsEach, warnings);
  }

  static RecordFolder open(
      Path folder, Opener opener, boolean syncsEach, Consumer<String> warnings) {
    FileLock lock = null;
    try {
      Files.createDirectories(folder);
      lock = lock(folder);
      return new RecordFolder(folder, opener, lock, syncsEach, warnings);
    } catch (IOException e) {
      release(lock);
      throw new DataFolderException("the data folder " + folder + " can't be used", e);
    } catch (DataFolderException e) {
      release(lock);
      throw e;
    }
  }

  /** The records, oldest first. Reads the disk during the iteration. */
  public Iterable<Json> records() {
    return file.records();
  }

  /**
   * Appends records. Syncs them, unless the folder was opened to be synced by {@link #sync}. If it
   * throws, call {@link #repair}.
   */
  public void append(List<Json> records) throws IOException {
    if (syncsEach) {
      file.append(records);
    } else {
      file.appendUnsynced(records);
    }
  }

  /** Syncs what was appended. If it throws, call {@link #repair}. */
  public void sync() throws IOException {
    file.sync();
  }

  /** Replaces all records by these. If it throws, call {@link #repair}. */
  public void checkpoint(List<Json> records) throws IOException {
    RecordFile next = create(generation + 1, records);
    file.close();
    file = next;
    generation++;
    deleteOthers();
  }

  /**
   * Cuts what a failed write has left, and tests whether writing works.
   *
   * @throws IOException if writing still fails; synced records are safe all the same
   */
  public void repair() throws IOException {
    file.probe();
  }

  @Override
  public void close() throws IOException {
    try (RecordFile closing = file) {
      if (!syncsEach) {
        closing.sync();
      }
    } finally {
      release(lock);
    }
  }

  private RecordFile openNewest(Consumer<String> warnings) throws IOException {
    Path path = path(generation);
    if (!Files.exists(path)) {
      return create(generation, List.of());
    }
    FileChannel channel = opener.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean wasSynced = !Files.exists(folder.resolve(INTERVAL));
    RecordFile opened = RecordFile.open(path, channel, wasSynced);
    long torn = opened.cutTail();
    if (torn > 0) {
      warnings.accept(
          "the last " + torn + " bytes of " + path + " were never synced and were cut off");
    }
    return opened;
  }

  private void noteSyncs() throws IOException {
    Path note = folder.resolve(INTERVAL);
    boolean hasChanged = syncsEach ? Files.deleteIfExists(note) : note.toFile().createNewFile();
    if (hasChanged) {
      syncFolder();
    }
  }

  /** Creates a file. A crash leaves either the whole file under its name, or nothing. */
  private RecordFile create(long number, List<Json> records) throws IOException {
    Path unfinished = folder.resolve(PREFIX + number + UNFINISHED);
    FileChannel channel =
        opener.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    RecordFile created = RecordFile.create(path(number), channel, records);
    Files.move(unfinished, path(number), StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
    return created;
  }

  /** The highest number of a file; 0 if there is no file. */
  private long newest() throws IOException {
    long newest = 0;
    for (Path path : files()) {
      String number = path.getFileName().toString().substring(PREFIX.length());
      if (!number.endsWith(UNFINISHED)) {
        newest = Math.max(newest, Long.parseLong(number));
      }
    }
    return newest;
  }

  private void deleteOthers() throws IOException {
    for (Path path : files()) {
      if (!path.equals(path(generation))) {
        Files.delete(path);
      }
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(path -> path.getFileName().toString().matches(PREFIX + "\\d{1,18}(\\.new)?"))
          .forEach(files::add);
    }
    return files;
  }

  private Path path(long number) {
    return folder.resolve(PREFIX + number);
  }

  /** Syncs the folder, so that a file's new name survives a loss of power too. */
  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileLock lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException thisProcessHasIt) {
      // Treated as if another process held it.
    }
    if (lock == null) {
      channel.close();
      throw new DataFolderException(
          "the data folder "
              + folder
              + " is in use by another process: stop that one first, or"
              + " choose another --data-dir");
    }
    return lock;
  }

  private static void release(@Nullable FileLock lock) {
    if (lock != null) {
      try {
        lock.channel().close();
      } catch (IOException e) {
        // The lock ends with the process.
      }
    }
  }

  /**
   * Keeps letters, digits, points, hyphens and underscores; writes other bytes of the UTF-8 as %XX.
   */
  static String escaped(String node) {
    StringBuilder name = new StringBuilder();
    for (byte b : node.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || (c == '.' && name.length() > 0);
      name.append(isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return name.toString();
  }

  /** The reason of a failure for people, without the name of the exception's class. */
  public static String reason(IOException failure) {
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return reason == null ? failure.toString() : reason;
  }
}
