package dev.tattle.runtime.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C of the parts of a frame. */
final class Checksums {
  private static final int HEAD_BYTES = Long.BYTES + 2 * Integer.BYTES;

  private Checksums() {}

  static int of(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }

  /** Of a frame's place in the file, and of what its head says of the payload. */
  static int ofHead(long place, int length, int payloadChecksum) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    CRC32C crc = new CRC32C();
    crc.update(head.putLong(place).putInt(length).putInt(payloadChecksum).flip());
    return (int) crc.getValue();
  }
}
