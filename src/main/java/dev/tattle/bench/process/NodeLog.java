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

/** Logs one node's standard error: to a file, its end in memory, and to a copy. */
final class NodeLog implements OutputReader.Sink, Closeable {
  private final String prefix;
  private final Consumer<String> copy;
  private final OutputStream file;
  private final LineTail tail = new LineTail();

  /**
   * Opens the file, and keeps what earlier processes of the node wrote.
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
    // In one write, because the last lines of an earlier process may come at the same time.
    byte[] line = Arrays.copyOfRange(buffer, offset, offset + length + 1);
    line[length] = '\n';
    writeToFile(line);
    copy.accept(prefix + OutputReader.shown(buffer, offset, length, length));
  }

  /** If the disk is full, reading goes on; otherwise the node would block on its standard error. */
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
