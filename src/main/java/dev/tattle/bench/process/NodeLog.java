package dev.tattle.bench.process;

import dev.tattle.core.NodeId;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What one node writes to its standard error: in a file, its end in memory, perhaps copied. */
final class NodeLog implements LineReader.Sink, Closeable {
  private final String prefix;
  private final boolean copies;
  private final OutputStream file;
  private final LineTail tail = new LineTail();

  /**
   * Opens the file.
   *
   * @param copies whether lines go to this process's standard error too, after the node's id
   */
  NodeLog(NodeId id, Path path, boolean copies) throws IOException {
    this.prefix = id + ": ";
    this.copies = copies;
    this.file = Files.newOutputStream(path);
  }

  @Override
  public void onLine(byte[] buffer, int offset, int length) throws IOException {
    tail.add(buffer, offset, length);
    file.write(buffer, offset, length);
    file.write('\n');
    if (copies) {
      System.err.println(prefix + LineReader.shown(buffer, offset, length, length));
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
