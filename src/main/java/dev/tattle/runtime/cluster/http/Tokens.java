package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Converts tokens to strings and back. A token says what an answer had seen, so that a later
 * request can see it too. Clients must not interpret the string; it is the node's JSON in
 * base64url.
 */
public final class Tokens {
  private static final int MAX_CHARS = 8_192;
  private static final String EXPECTED =
      "Tattle-Token, or token: expected the token of an earlier answer, but it is ";

  private Tokens() {}

  /** Converts a token of the node to the string that clients see. */
  public static String text(Json token) {
    byte[] json = JsonCodec.format(token).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  static Json parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw ProblemException.malformed(EXPECTED + "longer than " + MAX_CHARS + " characters");
    }
    try {
      if (JsonCodec.parse(Base64.getUrlDecoder().decode(text)) instanceof Json.Obj token) {
        return token;
      }
    } catch (IllegalArgumentException | WireException e) {
      // The exception below says it.
    }
    throw ProblemException.malformed(EXPECTED + "'" + text + "'");
  }
}
