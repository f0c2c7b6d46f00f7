package dev.tattle.perf;

import java.io.ByteArrayOutputStream;

/** Writes a Protobuf message. Numbers must not be negative; those that are 0 are left out. */
final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ProtoWriter number(int field, long value) {
    if (value != 0) {
      varint((long) field << 3 | VARINT);
      varint(value);
    }
    return this;
  }

  ProtoWriter bytes(int field, byte[] value) {
    varint((long) field << 3 | LENGTH);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long rest = value;
    while (rest > SEVEN_BITS) {
      out.write((int) (rest & SEVEN_BITS) | MORE);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
