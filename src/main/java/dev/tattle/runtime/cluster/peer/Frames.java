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
 * Writes and reads frames. A frame is the length of a message as four bytes, big-endian, and then
 * the message as JSON. A frame of length 0 has no message: it says that its sender is alive.
 */
final class Frames {
  /** The longest message. The engine cuts its batches at a 64th of this. */
  static final int MAX_BYTES = 4 << 20;

  private Frames() {}

  static Buffer keepalive() {
    return Buffer.buffer().appendInt(0);
  }

  /** Appends a message. Returns false if it is too long to be sent. */
  static boolean append(Message message, JsonBuffer scratch, Buffer out) {
    scratch.truncate(0);
    MessageCodec.encode(message, scratch);
    int length = scratch.size() - 1; // Without the line break.
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

  /** Receives the messages of a stream. Nothing more comes after a problem. */
  interface Receiver {
    void onMessage(Message message, int bytes);

    /** The longest message that is accepted now. */
    default int mostBytes() {
      return MAX_BYTES;
    }

    /** Called if the bytes are not frames of messages. */
    void onHostile(String problem);
  }

  /**
   * Creates a reader that cuts a stream of bytes into messages. It keeps at most one frame in
   * memory.
   */
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
