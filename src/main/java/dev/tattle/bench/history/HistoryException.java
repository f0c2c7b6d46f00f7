package dev.tattle.bench.history;

/**
 * A history that cannot be judged, because it is no history: what was given, what was expected,
 * what is wrong with it, and where to read more. It is the fault of whoever wrote the history, not
 * of the nodes under test.
 */
public final class HistoryException extends RuntimeException {
  /** Where a person reads more about histories. */
  public static final String MANUAL = "https://github.com/jepsen-io/history";

  private static final long serialVersionUID = 1L;

  /** Its message is {@code problem}, followed by where to read more. */
  public HistoryException(String problem) {
    super(problem + "; see " + MANUAL);
  }

  /** An entry that is out of place: {@code wrong} says what was expected and what is wrong. */
  public static HistoryException at(Operation operation, String wrong) {
    return new HistoryException(wrong + ": " + HistoryCodec.format(operation));
  }
}
