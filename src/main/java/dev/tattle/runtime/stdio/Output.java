package dev.tattle.runtime.stdio;

import dev.tattle.core.Message;
import dev.tattle.runtime.Transport;
import dev.tattle.wire.JsonBuffer;
import dev.tattle.wire.MessageCodec;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes messages to a stream through a buffer. Only whole lines reach the stream.
 *
 * <p>Thread rule: one thread.
 */
final class Output implements Transport {
  private static final int FULL_BYTES = 1 << 16;

  private final OutputStream out;
  private JsonBuffer buffer = new JsonBuffer(FULL_BYTES / 8);

  Output(OutputStream out) {
    this.out = out;
  }

  @Override
  public void send(Message message) {
    MessageCodec.encode(message, buffer);
  }

  /** The number of bytes that wait in the buffer. */
  @Override
  public int size() {
    return buffer.size();
  }

  /** Drops the bytes that were added since the buffer had this size, if they are not flushed. */
  @Override
  public void truncate(int size) {
    buffer.truncate(size);
  }

  @Override
  public boolean isFull() {
    return buffer.size() >= FULL_BYTES;
  }

  /** Writes the buffer to the stream. Waits while nobody reads. */
  @Override
  public void flush() throws IOException {
    if (buffer.size() == 0) {
      return;
    }
    buffer.writeTo(out);
    out.flush();
    if (buffer.size() > 2 * FULL_BYTES) {
      // One long message must not keep its memory for ever.
      buffer = new JsonBuffer(FULL_BYTES / 8);
    } else {
      buffer.truncate(0);
    }
  }
}
