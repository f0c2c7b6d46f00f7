package dev.tattle.bench.shrink;

/**
 * Says that a text is no case. The message says in one line what was expected and what was found.
 */
public final class CaseException extends Exception {
  private static final long serialVersionUID = 1L;

  CaseException(String problem) {
    super(problem, null, false, false);
  }
}
