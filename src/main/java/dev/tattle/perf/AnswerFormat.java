package dev.tattle.perf;

import java.nio.charset.StandardCharsets;

/** How a client finds the end of an answer, and whether the answer is a success. */
enum AnswerFormat {
  /** HTTP/1.1 with a Content-Length; RFC 9112. */
  HTTP {
    @Override
    int length(byte[] bytes, int count) throws PerfException {
      int content = -1;
      for (int line = 0; line < count; ) {
        int end = endOfLine(bytes, line, count);
        if (end < 0) {
          return MORE;
        }
        if (end == line) {
          return answer(bytes, end + BREAK, content, count);
        }
        if (isContentLength(bytes, line, end)) {
          content = number(bytes, line + CONTENT_LENGTH.length, end);
        }
        line = end + BREAK;
      }
      return MORE;
    }

    @Override
    boolean isSuccess(byte[] bytes) {
      return bytes[STATUS] == '2';
    }
  },

  /** RESP: one line, which begins with a plus or a colon if it is a success. */
  REDIS {
    @Override
    int length(byte[] bytes, int count) {
      int end = endOfLine(bytes, 0, count);
      return end < 0 ? MORE : end + BREAK;
    }

    @Override
    boolean isSuccess(byte[] bytes) {
      return bytes[0] == ':' || bytes[0] == '+';
    }
  };

  /** The answer is not complete yet. */
  static final int MORE = Dialogue.MORE;

  private static final int BREAK = 2;
  private static final int STATUS = "HTTP/1.1 ".length();
  private static final byte[] CONTENT_LENGTH =
      "content-length:".getBytes(StandardCharsets.US_ASCII);

  /**
   * The number of bytes in the first answer, or {@link #MORE}.
   *
   * @throws PerfException if its end cannot be found
   */
  abstract int length(byte[] bytes, int count) throws PerfException;

  /** True if the server did what it was asked. */
  abstract boolean isSuccess(byte[] bytes);

  private static int endOfLine(byte[] bytes, int from, int count) {
    for (int i = from; i + 1 < count; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    return MORE;
  }

  private static int answer(byte[] bytes, int head, int content, int count) throws PerfException {
    if (content < 0) {
      throw new PerfException(
          "an answer without Content-Length: "
              + new String(bytes, 0, endOfLine(bytes, 0, count), StandardCharsets.ISO_8859_1));
    }
    return head + content <= count ? head + content : MORE;
  }

  private static boolean isContentLength(byte[] bytes, int line, int end) {
    if (end - line < CONTENT_LENGTH.length) {
      return false;
    }
    for (int i = 0; i < CONTENT_LENGTH.length; i++) {
      int letter = bytes[line + i];
      boolean isUpper = letter >= 'A' && letter <= 'Z';
      if ((isUpper ? letter - 'A' + 'a' : letter) != CONTENT_LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] bytes, int from, int end) throws PerfException {
    String text = new String(bytes, from, end - from, StandardCharsets.US_ASCII).strip();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new PerfException("an answer with Content-Length '" + text + "'");
    }
  }
}
