package dev.tattle.runtime.cluster.http;

/** Carries the problem that keeps a request from being done. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpProblem problem;

  ProblemException(HttpProblem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Creates the exception for a malformed request. The detail says what was expected. */
  public static ProblemException malformed(String detail) {
    return new ProblemException(HttpProblem.malformed(detail));
  }

  /** The problem. */
  public HttpProblem problem() {
    return problem;
  }
}
