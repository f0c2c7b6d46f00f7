package dev.tattle.bench.process;

import dev.tattle.core.NodeId;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What one node writes to its standard error: in a file, its end in memory, perhaps copied. */
final class NodeLog implements OutputReader.Sink, Closeable {
  private final String prefix;
  private final Consumer<String> copy;
  private final OutputStream file;
  private final LineTail tail = new LineTail();

  /**
   * Opens the file; what earlier processes of the node wrote stays.
   *
   * @param copy takes each line too, after the node's id, on this log's thread
   */
  NodeLog(NodeId id, Path path, Consumer<String> copy) throws IOException {
    this.prefix = id + ": ";
    this.copy = copy;
    this.file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public void onLine(byte[] buffer, int offset, int length) {
    tail.add(buffer, offset, length);
    // In one piece: the last lines of an earlier process may come at the same time.
    byte[] line = Arrays.copyOfRange(buffer, offset, offset + length + 1);
    line[length] = '\n';
    writeToFile(line);
    copy.accept(prefix + OutputReader.shown(buffer, offset, length, length));
  }

  /** Where the disk is full, the node is read on: else it would wait for its reader for ever. */
  private void writeToFile(byte[] line) {
    try {
      file.write(line);
    } catch (IOException e) {
      // The end of the log is in memory.
    }
  }

  List<String> lastLines() {
    return tail.lines();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
