package dev.tattle.perf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Calls gRPC methods, one after the other on a connection of HTTP/2, in the least that the server
 * needs. It compresses no header and reads only the message of an answer. Sources: RFC 9113, RFC
 * 7541, and "gRPC over HTTP2".
 */
final class GrpcDialogue implements Dialogue {
  private static final int FRAME_HEAD = 9;
  private static final int MESSAGE_HEAD = 5;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

  /** The largest window, minus the first one: the answers of a measurement are smaller. */
  private static final byte[] WINDOW =
      ByteBuffer.allocate(Integer.BYTES).putInt(Integer.MAX_VALUE - 65_535).array();

  /** The messages of the calls. */
  interface Calls {
    byte[] next();

    /** Reads the message of an answer, which is between these offsets. */
    Outcome take(byte[] bytes, int from, int to);
  }

  private final byte[] headers;
  private final Calls calls;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int stream = -1;

  /**
   * Makes a dialogue in which nothing is sent yet.
   *
   * @param method as in {@code /package.Service/Method}
   */
  GrpcDialogue(String method, Calls calls) {
    this.calls = calls;
    headers = headers(method);
    out.writeBytes(PREFACE);
    frame(SETTINGS, 0, 0, new byte[0]);
    frame(WINDOW_UPDATE, 0, 0, WINDOW);
  }

  /** Header fields with an indexed name or none. The first two are entries of the static table. */
  private static byte[] headers(String method) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86, 0x04});
    text(method, block);
    block.write(0x01);
    text("localhost", block);
    block.writeBytes(new byte[] {0x0f, 0x10});
    text("application/grpc", block);
    block.write(0);
    text("te", block);
    text("trailers", block);
    return block.toByteArray();
  }

  private static void text(String text, ByteArrayOutputStream block) {
    block.write(text.length());
    block.writeBytes(text.getBytes(US_ASCII));
  }

  private void frame(int type, int flags, int id, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(FRAME_HEAD);
    head.putInt(payload.length << 8 | type).put((byte) flags).putInt(id);
    out.writeBytes(head.array());
    out.writeBytes(payload);
  }

  @Override
  public byte[] next() {
    stream += 2;
    frame(HEADERS, END_HEADERS, stream, headers);
    byte[] message = calls.next();
    ByteBuffer framed = ByteBuffer.allocate(MESSAGE_HEAD + message.length);
    frame(
        DATA, END_STREAM, stream, framed.put((byte) 0).putInt(message.length).put(message).array());
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  @Override
  public int length(byte[] bytes, int count) throws PerfException {
    for (int at = 0; at + FRAME_HEAD <= count; ) {
      int end = at + FRAME_HEAD + payload(bytes, at);
      int type = bytes[at + 3];
      if (type == GOAWAY) {
        throw new PerfException("it closed a connection");
      }
      boolean isLast = type == RST_STREAM || (type == HEADERS && (bytes[at + 4] & END_STREAM) != 0);
      if (isLast) {
        return end <= count ? end : MORE;
      }
      at = end;
    }
    return MORE;
  }

  private static int payload(byte[] bytes, int frame) {
    return ByteBuffer.wrap(bytes, frame, Integer.BYTES).getInt() >>> 8;
  }

  /** A failed call has no message. */
  @Override
  public Outcome take(byte[] bytes, int length) {
    Outcome outcome = Outcome.FAILED;
    for (int at = 0; at < length; ) {
      int begin = at + FRAME_HEAD;
      int end = begin + payload(bytes, at);
      int type = bytes[at + 3];
      if (type == DATA && end - begin >= MESSAGE_HEAD) {
        outcome = calls.take(bytes, begin + MESSAGE_HEAD, end);
      } else if ((type == SETTINGS || type == PING) && (bytes[at + 4] & ACK) == 0) {
        acknowledge(type, bytes, begin, end);
      }
      at = end;
    }
    return outcome;
  }

  /** Queues the acknowledgement, to be sent with the next request. */
  private void acknowledge(int type, byte[] bytes, int from, int to) {
    frame(type, ACK, 0, type == PING ? Arrays.copyOfRange(bytes, from, to) : new byte[0]);
  }
}
