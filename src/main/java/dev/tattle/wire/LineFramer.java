package dev.tattle.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines in a stream of bytes. A line ends with LF or with the stream. It lies in the shared
 * buffer until the next call of {@link #next}.
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

  /** Lines of any length; one that no array can hold ends with {@link OutOfMemoryError}. */
  public LineFramer(InputStream in) {
    this(in, MAX_ARRAY_BYTES);
  }

  /**
   * Lines of a bounded length.
   *
   * @param maxLineBytes a longer line is cut into pieces of this length, at least 64 KiB
   */
  public LineFramer(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  public byte[] buffer() {
    return buffer;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** True where the next line is at hand without reading. */
  public boolean hasBufferedLine() {
    return findLineFeed() < end;
  }

  /** Goes to the next line, without its LF; false at the end of the stream. */
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
   * Leaves out the white space around the line, the CR of a CR LF for instance; false where the
   * line is blank.
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

  /** Makes the bytes from start to here the line; the next one begins there. */
  private void cut(int lineEnd, int nextStart) {
    offset = start;
    length = lineEnd - start;
    start = nextStart;
    scanned = nextStart;
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

  private int larger(int bytes) {
    if (bytes == MAX_ARRAY_BYTES) {
      throw new OutOfMemoryError("a line is longer than an array can be");
    }
    return bytes > maxLineBytes / 2 ? maxLineBytes : bytes * 2;
  }
}
