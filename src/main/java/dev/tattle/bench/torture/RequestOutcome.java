package dev.tattle.bench.torture;

/** The outcome of a request. */
enum RequestOutcome {
  DONE,
  /** It was not done and never will be. */
  REFUSED,
  /** It is unknown whether it was done. */
  UNKNOWN
}
