package dev.tattle.runtime.cluster.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes percent-encoded text in a path. Unlike in a query, a plus sign is a plus sign. */
final class PathText {
  private static final int HEX = 16;

  private PathText() {}

  /** Decodes a text; null if it is badly encoded or not UTF-8. */
  static @Nullable String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      int high = i + 2 <= encoded.length() - 1 ? Character.digit(encoded.charAt(i + 1), HEX) : -1;
      int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), HEX);
      if (low < 0) {
        return null;
      }
      bytes.write(high * HEX + low);
      i += 2;
    }
    try {
      ByteBuffer utf8 = ByteBuffer.wrap(bytes.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
