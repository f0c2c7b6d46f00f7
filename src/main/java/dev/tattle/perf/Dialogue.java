package dev.tattle.perf;

/**
 * What one client of a load says, and how it understands the answers: one for each connection, as
 * some protocols number what is sent on it.
 */
interface Dialogue {
  /** The answer is not whole yet. */
  int MORE = -1;

  /** What became of a request. */
  enum Outcome {
    DONE,
    FAILED,
    /** Somebody else was faster: the client asks again, and all of it counts as one request. */
    LOST
  }

  /** The next request. */
  byte[] next();

  /**
   * How many of the first bytes are the answer, or {@link #MORE}.
   *
   * @throws PerfException if the answer can't be understood
   */
  int length(byte[] bytes, int count) throws PerfException;

  /** Takes a whole answer, which has so many bytes. */
  Outcome take(byte[] bytes, int length) throws PerfException;
}
