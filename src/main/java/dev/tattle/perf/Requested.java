package dev.tattle.perf;

/** The request that the clients of a load repeat. */
interface Requested {
  /** Makes the dialogue of one more client. */
  Dialogue dialogue();

  /** The number of additions in one request. */
  int adds();
}
