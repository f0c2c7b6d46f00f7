package dev.tattle.bench.shrink;

/** A text is no case; the message says in one line what was expected and what is there. */
public final class CaseException extends Exception {
  private static final long serialVersionUID = 1L;

  CaseException(String problem) {
    super(problem, null, false, false);
  }
}
