package dev.tattle.bench.history;

/**
 * Says that a history cannot be judged because it is malformed. The message says what was given,
 * what was expected, what is wrong, and where to read more. The fault is with the writer of the
 * history, not with the nodes under test.
 */
public final class HistoryException extends RuntimeException {
  /** The page about histories for people. */
  public static final String MANUAL = "https://github.com/jepsen-io/history";

  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message is {@code problem} and where to read more. */
  public HistoryException(String problem) {
    super(problem + "; see " + MANUAL);
  }

  /**
   * Makes an exception for an entry that is out of place.
   *
   * @param wrong what was expected and what is wrong
   */
  public static HistoryException at(Operation operation, String wrong) {
    return new HistoryException(wrong + ": " + HistoryCodec.format(operation));
  }
}
