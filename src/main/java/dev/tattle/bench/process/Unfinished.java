package dev.tattle.bench.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A stream of lines that remembers the beginning of a line without an end. No reader sees such a
 * line, so a node that does not end its lines has said nothing.
 *
 * <p>Thread rule: one thread reads; {@link #text} is for all threads.
 */
final class Unfinished extends FilterInputStream {
  private static final int MAX_BYTES = 2_000;

  /** A line that is just being written is no mistake. */
  private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final byte[] line = new byte[MAX_BYTES];
  private int length;
  private long lastNanos;

  Unfinished(InputStream in, LongSupplier nanoTime) {
    super(in);
    this.nanoTime = nanoTime;
  }

  @Override
  public int read(byte[] buffer, int offset, int most) throws IOException {
    int count = super.read(buffer, offset, most);
    if (count > 0) {
      add(buffer, offset, offset + count);
    }
    return count;
  }

  private synchronized void add(byte[] buffer, int from, int to) {
    int begin = to;
    while (begin > from && buffer[begin - 1] != '\n') {
      begin--;
    }
    if (begin > from) {
      length = 0;
    }
    int more = Math.min(to - begin, MAX_BYTES - length);
    System.arraycopy(buffer, begin, line, length, more);
    length += more;
    lastNanos = nanoTime.getAsLong();
  }

  /** The line, perhaps cut; empty if there is none. */
  synchronized String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** True if there is such a line, and nothing was added to it for a second. */
  synchronized boolean isAbandoned() {
    return length > 0 && nanoTime.getAsLong() - lastNanos > OLD_NANOS;
  }
}
