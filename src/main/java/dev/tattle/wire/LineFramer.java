package dev.tattle.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream of bytes into lines. A line ends with LF or at the end of the stream. The line
 * stays valid in the shared buffer until the next call of {@link #next}.
 *
 * <p>Thread rule: one thread.
 */
public final class LineFramer {
  private static final int USUAL_BYTES = 1 << 16;
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private final InputStream in;
  private final int maxLineBytes;
  private byte[] buffer = new byte[USUAL_BYTES];
  private int start;
  private int scanned;
  private int end;
  private int offset;
  private int length;

  /**
   * Reads lines of any length. A line that no array can hold ends in an {@link OutOfMemoryError}.
   */
  public LineFramer(InputStream in) {
    this(in, MAX_ARRAY_BYTES);
  }

  /**
   * Reads lines of a bounded length.
   *
   * @param maxLineBytes the bound, at least 64 KiB; a longer line is cut into pieces of this length
   */
  public LineFramer(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** The buffer that holds the current line. It may be another one after each {@link #next}. */
  public byte[] buffer() {
    return buffer;
  }

  /** The index of the line's first byte in the buffer. */
  public int offset() {
    return offset;
  }

  /** The line's length in bytes. */
  public int length() {
    return length;
  }

  /** Tells whether the buffer already holds the whole next line. */
  public boolean hasBufferedLine() {
    return findLineFeed() < end;
  }

  /** Moves to the next line, without its LF. Returns false at the end of the stream. */
  public boolean next() throws IOException {
    while (findLineFeed() == end) {
      if (end - start == maxLineBytes && maxLineBytes < MAX_ARRAY_BYTES) {
        cut(end, end);
        return true;
      }
      if (!fill()) {
        cut(end, end);
        return length > 0;
      }
    }
    cut(scanned, scanned + 1);
    return true;
  }

  /**
   * Removes the white space around the line, such as the CR of a CR LF. Returns false if the line
   * is blank.
   */
  public boolean trim() {
    int last = offset + length;
    while (last > offset && isBlank(buffer[last - 1])) {
      last--;
    }
    while (offset < last && isBlank(buffer[offset])) {
      offset++;
    }
    length = last - offset;
    return length > 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  /** Finds the index of the next line feed, or {@code end}. Looks at each byte only once. */
  private int findLineFeed() {
    byte[] bytes = buffer;
    int i = scanned;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    scanned = i;
    return i;
  }

  /** Makes the bytes from {@code start} to {@code lineEnd} the current line. */
  private void cut(int lineEnd, int nextStart) {
    offset = start;
    length = lineEnd - start;
    start = nextStart;
    scanned = nextStart;
  }

  /** Reads more bytes. Returns false at the end of the stream. */
  private boolean fill() throws IOException {
    int kept = end - start;
    if (kept == buffer.length) {
      buffer = Arrays.copyOf(buffer, larger(buffer.length));
    } else if (start > 0) { // If it is 0, a long line is arriving in pieces and stays in place.
      // One long line must not keep its memory for ever.
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

  private int larger(int bytes) {
    if (bytes == MAX_ARRAY_BYTES) {
      throw new OutOfMemoryError("a line is longer than an array can be");
    }
    return bytes > maxLineBytes / 2 ? maxLineBytes : bytes * 2;
  }
}
