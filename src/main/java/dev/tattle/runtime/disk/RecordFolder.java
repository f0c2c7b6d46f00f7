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
 * One node's records in a folder that one process at a time uses. What {@link #append} and {@link
 * #checkpoint} return from is on the disk, and survives the loss of power.
 *
 * <p>A folder may also be opened to be synced by {@link #sync} only. It then holds a file {@code
 * interval}, which says that more than the last frame may be torn.
 *
 * <p>The folder holds {@code lock}, and {@code records-N} with the records since checkpoint N and
 * those of the checkpoint itself. A checkpoint writes the next file under another name, syncs and
 * renames it, and then deletes the one before: after a crash the file of the highest number counts.
 *
 * <p>Thread rule: one thread.
 */
public final class RecordFolder implements AutoCloseable {
  private static final String PREFIX = "records-";
  private static final String UNFINISHED = ".new";
  private static final String INTERVAL = "interval";

  /** Opens files; a test has disks that fail. */
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
   * The folder of a node.
   *
   * @param parent of all nodes' folders
   * @param node the name of the node; what a file can't be called is escaped
   */
  public static Path of(Path parent, String node) {
    return parent.resolve(escaped(node));
  }

  /**
   * Opens a folder, and makes it if it is not there.
   *
   * @param syncsEach true where {@link #append} syncs
   * @param warnings takes a line where a torn tail was cut
   * @throws DataFolderException where the node can't start from it: it can't be used, another
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

  /** The records, oldest first; reads the disk as it goes. */
  public Iterable<Json> records() {
    return file.records();
  }

  /**
   * Writes records after all others, and syncs them unless {@link #sync} is to do that. Where it
   * throws, call {@link #repair}.
   */
  public void append(List<Json> records) throws IOException {
    if (syncsEach) {
      file.append(records);
    } else {
      file.appendUnsynced(records);
    }
  }

  /** Syncs what was appended. Where it throws, call {@link #repair}. */
  public void sync() throws IOException {
    file.sync();
  }

  /** Puts these records in place of all others. Where it throws, call {@link #repair}. */
  public void checkpoint(List<Json> records) throws IOException {
    RecordFile next = create(generation + 1, records);
    file.close();
    file = next;
    generation++;
    deleteOthers();
  }

  /**
   * Cuts what a write that failed has left, and tries to write.
   *
   * @throws IOException where it still fails; the records that were synced are there all the same
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
      warnings.accept("the last " + torn + " bytes of " + path + " were never synced, and are cut");
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

  /** A crash leaves either all of the file under its name, or nothing. */
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

  /** The highest number of a file; 0 where there is none. */
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

  /** So that a file's new name survives the loss of power, too. */
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
      // As if another had it.
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
        // The lock goes with the process.
      }
    }
  }

  /** Letters, digits, points, hyphens and underscores as they are; else %XX of its UTF-8. */
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

  /** What a person reads of a failure: the reason, without the class. */
  public static String reason(IOException failure) {
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return reason == null ? failure.toString() : reason;
  }
}
