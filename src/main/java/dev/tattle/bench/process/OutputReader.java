package dev.tattle.bench.process;

import dev.tattle.wire.LineFramer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Splits a stream of bytes into lines. */
final class OutputReader {
  /** Longer lines are cut into pieces of this length. */
  static final int MAX_LINE_BYTES = 256 * 1024 * 1024;

  /** Takes lines, without their line breaks. */
  interface Sink {
    void onLine(byte[] buffer, int offset, int length) throws IOException, InterruptedException;
  }

  /** Reads to the end of the stream. A last line without a line break counts. */
  void readAll(InputStream in, Sink sink) throws IOException, InterruptedException {
    LineFramer lines = new LineFramer(in, MAX_LINE_BYTES);
    while (lines.next()) {
      sink.onLine(lines.buffer(), lines.offset(), lines.length());
    }
  }

  /** A line as text, for people; a long one is cut. */
  static String shown(byte[] buffer, int offset, int length, int maxBytes) {
    String start = new String(buffer, offset, Math.min(length, maxBytes), StandardCharsets.UTF_8);
    return length > maxBytes ? start + "… (" + length + " bytes)" : start;
  }
}
