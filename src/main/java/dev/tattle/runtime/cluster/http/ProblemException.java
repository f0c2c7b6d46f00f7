package dev.tattle.runtime.cluster.http;

/** A request can't be done, and this is why. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpProblem problem;

  ProblemException(HttpProblem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** A request that could not be understood; says what was expected. */
  public static ProblemException malformed(String detail) {
    return new ProblemException(HttpProblem.malformed(detail));
  }

  /** Why. */
  public HttpProblem problem() {
    return problem;
  }
}
