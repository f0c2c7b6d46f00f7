package dev.tattle.perf;

/**
 * Finds fields in a message of Protobuf; of each number, the first one. A missing field is 0, or a
 * message without fields.
 */
final class ProtoReader {
  private static final int SEVEN_BITS = 0x7f;
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;

  private final byte[] bytes;
  private final int from;
  private final int to;
  private int at;

  /** Reads the message between these offsets. */
  ProtoReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  long number(int field) {
    return find(field, VARINT) ? varint() : 0;
  }

  ProtoReader message(int field) {
    if (!find(field, LENGTH)) {
      return new ProtoReader(bytes, to, to);
    }
    int length = (int) varint();
    return new ProtoReader(bytes, at, at + length);
  }

  /** A number written in decimal digits. */
  long digits(int field) {
    ProtoReader text = message(field);
    long number = 0;
    for (int i = text.from; i < text.to; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  /** Finds a field; false if there is none. Afterwards the next byte is its first one. */
  private boolean find(int field, int type) {
    at = from;
    while (at < to) {
      long tag = varint();
      if (tag == ((long) field << 3 | type)) {
        return true;
      }
      skip((int) (tag & 7));
    }
    return false;
  }

  private void skip(int type) {
    switch (type) {
      case VARINT -> varint();
      case EIGHT_BYTES -> at += Long.BYTES;
      case LENGTH -> {
        int length = (int) varint();
        at += length;
      }
      default -> at += Integer.BYTES;
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; at < to; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & SEVEN_BITS) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }
}
