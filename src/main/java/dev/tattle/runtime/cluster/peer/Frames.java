package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Message;
import dev.tattle.wire.JsonBuffer;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/**
 * Frames: the length of a message in bytes, as four bytes, big-endian; then the message as JSON. A
 * length of 0 holds no message, and says that its sender is there.
 */
final class Frames {
  /** No message is longer; the engine's batches are cut at a 64th of it. */
  static final int MAX_BYTES = 4 << 20;

  private Frames() {}

  static Buffer keepalive() {
    return Buffer.buffer().appendInt(0);
  }

  /** Adds a message; false where it is too long to be sent. */
  static boolean append(Message message, JsonBuffer scratch, Buffer out) {
    scratch.truncate(0);
    MessageCodec.encode(message, scratch);
    int length = scratch.size() - 1; // Not its line break.
    if (length > MAX_BYTES) {
      return false;
    }
    scratch.truncate(length);
    out.appendInt(length).appendBytes(scratch.toByteArray());
    return true;
  }

  static Buffer of(Message message) {
    Buffer frame = Buffer.buffer();
    append(message, new JsonBuffer(256), frame);
    return frame;
  }

  /** What came in, as messages; nothing more comes after a problem. */
  interface Receiver {
    void onMessage(Message message, int bytes);

    /** No longer message is taken now. */
    default int mostBytes() {
      return MAX_BYTES;
    }

    /** The bytes are no frames of messages. */
    void onHostile(String problem);
  }

  /** Cuts a stream of bytes into messages. At most one frame is kept in memory. */
  static Handler<Buffer> reader(Receiver receiver) {
    return new Reader(receiver);
  }

  private static final class Reader implements Handler<Buffer>, Consumer<String> {
    private final Receiver receiver;
    private final RecordParser parser;
    private boolean isLength = true;
    private boolean isBroken;

    Reader(Receiver receiver) {
      this.receiver = receiver;
      parser = RecordParser.newFixed(Integer.BYTES, this::onPart);
    }

    @Override
    public void handle(Buffer bytes) {
      if (!isBroken) {
        parser.handle(bytes);
      }
    }

    @Override
    public void accept(String problem) {
      isBroken = true;
      receiver.onHostile(problem);
    }

    private void onPart(Buffer part) {
      if (isBroken) {
        return;
      }
      if (isLength) {
        onLength(part.getInt(0));
      } else {
        isLength = true;
        parser.fixedSizeMode(Integer.BYTES);
        decode(part.getBytes());
      }
    }

    private void onLength(int length) {
      int most = receiver.mostBytes();
      if (length < 0 || length > most) {
        accept(
            "a frame of %s bytes; expected at most %d"
                .formatted(Integer.toUnsignedString(length), most));
      } else if (length > 0) {
        isLength = false;
        parser.fixedSizeMode(length);
      }
    }

    private void decode(byte[] bytes) {
      Message message;
      try {
        message = MessageCodec.decode(bytes);
      } catch (WireException e) {
        accept(e.problem());
        return;
      }
      receiver.onMessage(message, bytes.length);
    }
  }
}
