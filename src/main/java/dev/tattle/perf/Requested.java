package dev.tattle.perf;

/** What the clients of a load ask for, again and again. */
interface Requested {
  /** What one more client says. */
  Dialogue dialogue();

  /** How many additions one request is. */
  int adds();
}
