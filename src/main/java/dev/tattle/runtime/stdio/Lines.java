package dev.tattle.runtime.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of any length in a stream of bytes, up to the 2 GB of an array. A line ends with LF, CR LF
 * or the end of the stream; blank lines are passed over. The line lies in the shared buffer until
 * the next call of {@link #next}.
 *
 * <p>Thread rule: one thread.
 */
final class Lines {
  private static final int USUAL_BYTES = 1 << 16;

  private final InputStream in;
  private byte[] buffer = new byte[USUAL_BYTES];
  private int start;
  private int scanned;
  private int end;
  private int offset;
  private int length;

  Lines(InputStream in) {
    this.in = in;
  }

  byte[] buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** True where the next line is at hand without reading. */
  boolean hasBufferedLine() {
    return findLineFeed() < end;
  }

  /** Goes to the next line that is not blank; false at the end of the stream. */
  boolean next() throws IOException {
    while (true) {
      int lineFeed = findLineFeed();
      if (lineFeed < end) {
        boolean blank = cut(lineFeed);
        start = lineFeed + 1;
        scanned = start;
        if (!blank) {
          return true;
        }
      } else if (!fill()) {
        boolean blank = cut(end);
        start = end;
        return !blank;
      }
    }
  }

  /** The index of the next line feed, or {@code end}. Bytes are looked at once. */
  private int findLineFeed() {
    byte[] bytes = buffer;
    int i = scanned;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    scanned = i;
    return i;
  }

  /** Makes the bytes from start to here the line, without white space around it. */
  private boolean cut(int lineEnd) {
    offset = start;
    int last = lineEnd;
    while (last > offset && isBlank(buffer[last - 1])) {
      last--;
    }
    while (offset < last && isBlank(buffer[offset])) {
      offset++;
    }
    length = last - offset;
    return length == 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  /** Reads more bytes; false at the end of the stream. */
  private boolean fill() throws IOException {
    int kept = end - start;
    if (kept == buffer.length) {
      buffer = Arrays.copyOf(buffer, larger(buffer.length));
    } else if (start > 0) { // Where it is 0, a long line comes in pieces: it stays where it is.
      // One long line must not hold its memory for ever.
      byte[] target =
          buffer.length > USUAL_BYTES && kept < USUAL_BYTES / 2 ? new byte[USUAL_BYTES] : buffer;
      System.arraycopy(buffer, start, target, 0, kept);
      buffer = target;
    }
    scanned -= start;
    start = 0;
    end = kept;
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count >= 0;
  }

  private static int larger(int bytes) {
    int most = Integer.MAX_VALUE - 8;
    if (bytes == most) {
      throw new OutOfMemoryError("a line is longer than an array can be");
    }
    return bytes > most / 2 ? most : bytes * 2;
  }
}
