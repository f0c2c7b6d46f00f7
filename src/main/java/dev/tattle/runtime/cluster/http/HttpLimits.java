package dev.tattle.runtime.cluster.http;

/**
 * The limits for clients. A request beyond a limit is refused with a problem that names the limit.
 *
 * @param connections the most connections open at once
 * @param bodyBytes the longest body of a request
 * @param nameBytes the longest name of a counter, in UTF-8
 * @param keyChars the longest {@code Idempotency-Key}
 * @param watchers the most watches open at once
 */
public record HttpLimits(
    int connections, int bodyBytes, int nameBytes, int keyChars, int watchers) {
  /** The longest first line of a request; {@link #HEADER_BYTES} limits all its headers together. */
  static final int LINE_CHARS = 8 << 10;

  static final int HEADER_BYTES = 32 << 10;

  public static final HttpLimits DEFAULT = new HttpLimits(4_096, 1 << 20, 256, 255, 1_000);

  public HttpLimits withConnections(int most) {
    return new HttpLimits(most, bodyBytes, nameBytes, keyChars, watchers);
  }
}
