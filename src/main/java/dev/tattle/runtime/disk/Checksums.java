package dev.tattle.runtime.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Computes the CRC32C of the parts of a frame. */
final class Checksums {
  private static final int HEAD_BYTES = Long.BYTES + 2 * Integer.BYTES;

  private Checksums() {}

  static int of(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }

  /** Covers the frame's place in the file, the length of its payload and the payload's checksum. */
  static int ofHead(long place, int length, int payloadChecksum) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    CRC32C crc = new CRC32C();
    crc.update(head.putLong(place).putInt(length).putInt(payloadChecksum).flip());
    return (int) crc.getValue();
  }
}
