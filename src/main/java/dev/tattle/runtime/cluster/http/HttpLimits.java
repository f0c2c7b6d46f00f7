package dev.tattle.runtime.cluster.http;

/**
 * How much a client may ask of the server. What is beyond is refused with a problem that names the
 * limit.
 *
 * @param connections open at once
 * @param bodyBytes of a request
 * @param nameBytes of a counter's name in UTF-8
 * @param keyChars of an Idempotency-Key
 * @param watchers open at once
 */
public record HttpLimits(
    int connections, int bodyBytes, int nameBytes, int keyChars, int watchers) {
  /** Of a request's first line, and of all its headers together. */
  static final int LINE_CHARS = 8 << 10;

  static final int HEADER_BYTES = 32 << 10;

  public static final HttpLimits DEFAULT = new HttpLimits(4_096, 1 << 20, 256, 255, 1_000);

  public HttpLimits withConnections(int most) {
    return new HttpLimits(most, bodyBytes, nameBytes, keyChars, watchers);
  }
}
