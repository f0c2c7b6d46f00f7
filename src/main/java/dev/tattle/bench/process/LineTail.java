package dev.tattle.bench.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the last 32 lines of a stream; long ones are cut.
 *
 * <p>Thread rule: all threads.
 */
final class LineTail {
  private static final int LINES = 32;
  private static final int MAX_BYTES = 4096;

  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();

  synchronized void add(byte[] buffer, int offset, int length) {
    if (lines.size() == LINES) {
      lines.removeFirst();
    }
    lines.addLast(Arrays.copyOfRange(buffer, offset, offset + Math.min(length, MAX_BYTES)));
  }

  synchronized List<String> lines() {
    return lines.stream().map(line -> new String(line, StandardCharsets.UTF_8)).toList();
  }
}
