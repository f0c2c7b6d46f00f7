package dev.tattle.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Splits a stream of bytes into lines. */
final class OutputReader {
  /** A longer line is cut into pieces of this length. */
  static final int MAX_LINE_BYTES = 256 * 1024 * 1024;

  private static final int INITIAL_BYTES = 64 * 1024;

  /** Takes lines, without their line breaks. */
  interface Sink {
    void onLine(byte[] buffer, int offset, int length) throws IOException, InterruptedException;
  }

  private byte[] buffer = new byte[INITIAL_BYTES];
  private int filled;
  private int scanned;

  /** Reads to the end of the stream; a last line without a line break counts. */
  void readAll(InputStream in, Sink sink) throws IOException, InterruptedException {
    for (int read = fill(in); read >= 0; read = fill(in)) {
      filled += read;
      emit(sink);
      if (filled == MAX_LINE_BYTES) {
        sink.onLine(buffer, 0, filled);
        filled = 0;
        scanned = 0;
      }
    }
    if (filled > 0) {
      sink.onLine(buffer, 0, filled);
    }
  }

  private int fill(InputStream in) throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * filled, MAX_LINE_BYTES));
    }
    return in.read(buffer, filled, buffer.length - filled);
  }

  private void emit(Sink sink) throws IOException, InterruptedException {
    int start = 0;
    for (int i = scanned; i < filled; i++) {
      if (buffer[i] == '\n') {
        sink.onLine(buffer, start, i - start);
        start = i + 1;
      }
    }
    // A long line that comes in many pieces is not copied for each of them.
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
    }
    filled -= start;
    scanned = filled;
  }

  /** A line as text, for people; a long one is cut. */
  static String shown(byte[] buffer, int offset, int length, int maxBytes) {
    String start = new String(buffer, offset, Math.min(length, maxBytes), StandardCharsets.UTF_8);
    return length > maxBytes ? start + "… (" + length + " bytes)" : start;
  }
}
