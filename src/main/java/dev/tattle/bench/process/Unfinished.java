package dev.tattle.bench.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A stream of lines that knows the beginning of a line whose end has not come: nobody reads it, and
 * a node that does not end its lines has said nothing.
 *
 * <p>Thread rule: one thread reads; {@link #text} is for all threads.
 */
final class Unfinished extends FilterInputStream {
  private static final int MAX_BYTES = 2_000;

  /** A line that is being written is no fault. */
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

  /** The line, perhaps cut; empty where there is none. */
  synchronized String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** True where there is one, and nothing has been added to it for a second. */
  synchronized boolean isAbandoned() {
    return length > 0 && nanoTime.getAsLong() - lastNanos > OLD_NANOS;
  }
}
