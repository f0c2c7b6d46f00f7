package dev.tattle.perf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of one kind that differ only in a number, their id. They are made as bytes, because a
 * codec would take much of the processor time that the node needs.
 */
final class Requests {
  /** Stands for the number in the body; no other digits are like it. */
  static final long NUMBER = 4_611_686_018_427_387_904L;

  private static final NodeId CLIENT = new NodeId("c1");
  private static final int MAX_DIGITS = 19;
  private static final Json NOT_NOW = Json.of(RpcError.TEMPORARILY_UNAVAILABLE.code());
  private static final Json NOBODY_KNOWS = Json.of(RpcError.TIMEOUT.code());

  private final byte[][] parts;
  private final byte[] replyKey;
  private final byte[] replyType;
  private final int maxBytes;

  private Requests(byte[][] parts, String replyKey, String replyType) {
    this.parts = parts;
    this.replyKey = replyKey.getBytes(UTF_8);
    this.replyType = replyType.getBytes(UTF_8);
    int bytes = 0;
    for (byte[] part : parts) {
      bytes += part.length + MAX_DIGITS;
    }
    maxBytes = bytes;
  }

  /** Requests with this body, for this node. Each one's number replaces {@link #NUMBER} in it. */
  static Requests of(NodeId node, Body body) {
    return new Requests(parts(node, body), "\"in_reply_to\"", "\"" + body.type() + "_ok\"");
  }

  /** Requests for a program that answers each line with that line. */
  static Requests copied(NodeId node, Body body) {
    return new Requests(parts(node, body), "\"msg_id\"", "\"" + body.type() + "\"");
  }

  private static byte[][] parts(NodeId node, Body body) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      MessageCodec.encode(NUMBER, new Message(CLIENT, node, body.withMsgId(NUMBER)), line);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    List<byte[]> parts = new ArrayList<>();
    for (String part : line.toString(UTF_8).split(Long.toString(NUMBER), -1)) {
      parts.add(part.getBytes(UTF_8));
    }
    return parts.toArray(byte[][]::new);
  }

  /** The length of the longest request. */
  int maxBytes() {
    return maxBytes;
  }

  /** Writes the request with this number, which is not negative. Returns the offset after it. */
  int write(long number, byte[] buffer, int offset) {
    int end = offset;
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        end = writeDigits(number, buffer, end);
      }
      System.arraycopy(parts[i], 0, buffer, end, parts[i].length);
      end += parts[i].length;
    }
    return end;
  }

  private static int writeDigits(long number, byte[] buffer, int offset) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = offset + digits - 1; i >= offset; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return offset + digits;
  }

  /** The number of the request that a line answers; -1 if it answers none. */
  long answered(byte[] buffer, int offset, int length) {
    int end = offset + length;
    int i = indexOf(replyKey, buffer, offset, end);
    if (i < 0) {
      return -1;
    }
    i += replyKey.length;
    while (i < end && (buffer[i] == ':' || buffer[i] == ' ')) {
      i++;
    }
    long number = 0;
    int first = i;
    for (; i < end && i < first + MAX_DIGITS - 1 && buffer[i] >= '0' && buffer[i] <= '9'; i++) {
      number = 10 * number + buffer[i] - '0';
    }
    return i == first ? -1 : number;
  }

  /** True if an answer has the type that answers such requests. */
  boolean isOk(byte[] buffer, int offset, int length) {
    return indexOf(replyType, buffer, offset, offset + length) >= 0;
  }

  /** True if an answer says that the node can't do it now, or does not know the outcome. */
  static boolean isRefusal(byte[] buffer, int offset, int length) {
    try {
      Body body = MessageCodec.decode(buffer, offset, length).body();
      return body.type().equals("error")
          && (NOT_NOW.equals(body.fields().get("code"))
              || NOBODY_KNOWS.equals(body.fields().get("code")));
    } catch (WireException e) {
      return false;
    }
  }

  private static int indexOf(byte[] sought, byte[] buffer, int from, int end) {
    for (int i = from; i <= end - sought.length; i++) {
      if (buffer[i + 1] == sought[1] && matches(sought, buffer, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] sought, byte[] buffer, int at) {
    for (int i = 0; i < sought.length; i++) {
      if (buffer[at + i] != sought[i]) {
        return false;
      }
    }
    return true;
  }
}
