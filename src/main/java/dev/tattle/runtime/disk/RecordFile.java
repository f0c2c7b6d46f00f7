package dev.tattle.runtime.disk;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonBuffer;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Stores records in one file, in frames. {@link #append} syncs each frame before it writes the
 * next, so only the last frame can be torn. {@link #appendUnsynced} leaves the sync for later, so
 * several can.
 *
 * <pre>
 * file    "tattle records 1\n" frame*
 * frame   length (4 bytes), CRC32C of the payload (4), CRC32C of the frame's place
 *         and these two (4), payload
 * payload records, each as a line of JSON in ASCII
 * </pre>
 *
 * <p>Integers are big-endian. No payload holds the bytes of a frame's head, because a length has a
 * zero byte and JSON in ASCII has none.
 *
 * <p>Thread rule: one thread.
 */
final class RecordFile implements AutoCloseable {
  private static final byte[] HEADER = "tattle records 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = 12;
  private static final int PADDING_BYTES = 4096;

  /** A frame that holds this many bytes is full. The first byte of its length stays zero. */
  private static final int FRAME_BYTES = 1 << 20;

  private static final int MAX_RECORD_BYTES = (1 << 24) - 1 - FRAME_BYTES;

  private final Path path;
  private final FileChannel channel;

  private long written;
  private long synced;

  private RecordFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Writes and syncs a new file with these records. The channel must be empty. */
  static RecordFile create(Path path, FileChannel channel, List<Json> records) throws IOException {
    RecordFile file = new RecordFile(path, channel);
    file.write(ByteBuffer.wrap(HEADER), 0);
    long end = file.writeFrames(records, HEADER.length, false);
    channel.force(true);
    file.synced = end;
    file.written = end;
    return file;
  }

  /**
   * Opens a file that exists. Call {@link #cutTail} next.
   *
   * @param isSynced false if whole frames may follow a torn one; they are cut with it
   * @throws DataFolderException if it is damaged, or of another version
   */
  static RecordFile open(Path path, FileChannel channel, boolean isSynced) throws IOException {
    RecordFile file = new RecordFile(path, channel);
    file.checkHeader();
    file.synced = file.endOfFrames(isSynced);
    file.written = file.synced;
    return file;
  }

  /** Cuts what follows the last whole frame. Returns the number of bytes that were cut. */
  long cutTail() throws IOException {
    long torn = channel.size() - synced;
    channel.truncate(synced);
    channel.force(true); // A killed process may have left frames that were never synced.
    return torn;
  }

  /**
   * Writes and syncs records. If it throws, everything that is not synced counts as lost, and
   * {@link #probe} cuts whatever of it reached the file.
   */
  void append(List<Json> records) throws IOException {
    written = writeFrames(records, written, true);
    synced = written;
  }

  void appendUnsynced(List<Json> records) throws IOException {
    written = writeFrames(records, written, false);
  }

  void sync() throws IOException {
    channel.force(false);
    synced = written;
  }

  /** Cuts what a failed append has left, then tests whether writing and syncing work. */
  void probe() throws IOException {
    channel.truncate(synced);
    write(ByteBuffer.allocate(PADDING_BYTES), synced);
    channel.force(true);
    channel.truncate(synced);
    channel.force(true);
    written = synced;
  }

  /** The records that are written now, oldest first. Reads the file during the iteration. */
  Iterable<Json> records() {
    return Records::new;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Writes frames from this place on and returns where they end. */
  private long writeFrames(List<Json> records, long from, boolean syncsEach) throws IOException {
    JsonBuffer payload = new JsonBuffer(1024);
    long place = from;
    for (int i = 0; i < records.size(); i++) {
      int before = payload.size();
      JsonCodec.encodeLine(records.get(i), payload);
      if (payload.size() - before > MAX_RECORD_BYTES) {
        throw new IOException("a record is longer than " + MAX_RECORD_BYTES + " bytes");
      }
      if (payload.size() >= FRAME_BYTES || i == records.size() - 1) {
        place = writeFrame(payload.toByteArray(), place);
        if (syncsEach) {
          channel.force(false);
        }
        payload.truncate(0);
      }
    }
    return place;
  }

  private long writeFrame(byte[] payload, long place) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + payload.length);
    int checksum = Checksums.of(payload);
    frame.putInt(payload.length).putInt(checksum);
    frame.putInt(Checksums.ofHead(place, payload.length, checksum)).put(payload).flip();
    write(frame, place);
    return place + HEAD_BYTES + payload.length;
  }

  private void write(ByteBuffer bytes, long place) throws IOException {
    long at = place;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private void checkHeader() throws IOException {
    byte[] header = new byte[HEADER.length];
    if (channel.size() < HEADER.length || !read(ByteBuffer.wrap(header), 0)) {
      throw damaged(0, "there is no header");
    }
    if (!Arrays.equals(header, HEADER)) {
      String found = new String(header, StandardCharsets.US_ASCII);
      throw found.startsWith("tattle records ")
          ? new DataFolderException(
              "%s has format %s, but this version reads format 1: use the version that wrote it"
                  .formatted(path, found.substring(15).trim()))
          : damaged(0, "the header is unknown");
    }
  }

  /** Finds the end of the last whole frame. */
  private long endOfFrames(boolean isSynced) throws IOException {
    long place = HEADER.length;
    long size = channel.size();
    while (place < size) {
      byte[] payload = payload(place, size);
      if (payload == null) {
        if (isSynced && hasFrameAfter(place, size)) {
          throw damaged(place, "the records after it are intact");
        }
        return place;
      }
      place += HEAD_BYTES + payload.length;
    }
    return place;
  }

  /** Reads the payload of the frame at this place; null if the frame is not whole. */
  private byte @Nullable [] payload(long place, long size) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    if (size - place < HEAD_BYTES || !read(head, place)) {
      return null;
    }
    int length = head.getInt(0);
    int checksum = head.getInt(4);
    if (head.getInt(8) != Checksums.ofHead(place, length, checksum)
        || length > size - place - HEAD_BYTES) {
      return null;
    }
    byte[] payload = new byte[length];
    return read(ByteBuffer.wrap(payload), place + HEAD_BYTES) && Checksums.of(payload) == checksum
        ? payload
        : null;
  }

  /** Finds a whole frame after this place. After a torn frame it means that data is lost. */
  private boolean hasFrameAfter(long place, long size) throws IOException {
    for (long next = place + 1; next <= size - HEAD_BYTES; next++) {
      if (payload(next, size) != null) {
        return true;
      }
    }
    return false;
  }

  /** Fills the buffer. Returns false if the file ends first. */
  private boolean read(ByteBuffer buffer, long place) throws IOException {
    long at = place;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        return false;
      }
      at += count;
    }
    return true;
  }

  private DataFolderException damaged(long place, String why) {
    return new DataFolderException(
        "%s is damaged at byte %d: %s. Restore a copy of the folder, or move it away and start the"
                .formatted(path, place, why)
            + " node with an empty one, which the other nodes fill");
  }

  /** Reads one frame at a time. */
  private final class Records implements Iterator<Json> {
    private final long end = written;
    private long place = HEADER.length;
    private List<Json> frame = new ArrayList<>();
    private int next;

    @Override
    public boolean hasNext() {
      while (next == frame.size() && place < end) {
        readFrame();
      }
      return next < frame.size();
    }

    @Override
    public Json next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return frame.get(next++);
    }

    private void readFrame() {
      try {
        byte[] payload = payload(place, end);
        if (payload == null) {
          throw new EOFException("it was whole when the node started");
        }
        place += HEAD_BYTES + payload.length;
        frame = parse(payload);
        next = 0;
      } catch (IOException e) {
        throw new UncheckedIOException(path + " can't be read at byte " + place, e);
      }
    }

    private List<Json> parse(byte[] payload) throws IOException {
      List<Json> records = new ArrayList<>();
      int start = 0;
      for (int i = 0; i < payload.length; i++) {
        if (payload[i] == '\n') {
          try {
            records.add(JsonCodec.parse(Arrays.copyOfRange(payload, start, i)));
          } catch (WireException e) {
            throw new IOException("a record is no JSON", e);
          }
          start = i + 1;
        }
      }
      return records;
    }
  }
}
