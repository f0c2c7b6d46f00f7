package dev.tattle.perf;

/**
 * What one client of a load sends, and how it reads answers. Each connection has its own, because
 * some protocols number what is sent on a connection.
 */
interface Dialogue {
  /** The answer is not complete yet. */
  int MORE = -1;

  /** The outcome of a request. */
  enum Outcome {
    DONE,
    FAILED,
    /**
     * Another client was faster. The client asks again, and all its attempts count as one request.
     */
    LOST
  }

  /** The next request. */
  byte[] next();

  /**
   * The number of bytes in the answer, or {@link #MORE}.
   *
   * @throws PerfException if the answer can't be understood
   */
  int length(byte[] bytes, int count) throws PerfException;

  /** Reads a complete answer of {@code length} bytes. */
  Outcome take(byte[] bytes, int length) throws PerfException;
}
