package dev.tattle.runtime.cluster.http;

/** A request can't be done, and this is why. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpProblem problem;

  ProblemException(HttpProblem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  static ProblemException malformed(String detail) {
    return new ProblemException(HttpProblem.malformed(detail));
  }

  HttpProblem problem() {
    return problem;
  }
}
