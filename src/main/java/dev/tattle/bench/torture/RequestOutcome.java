package dev.tattle.bench.torture;

/** What became of a request. */
enum RequestOutcome {
  DONE,
  /** It was not done and never will be. */
  REFUSED,
  /** Nobody knows whether it was done. */
  UNKNOWN
}
