package dev.tattle.runtime;

/** When records are on the disk for good. In either case a process that is killed loses none. */
public enum Fsync {
  /** Before anybody sees what follows from them: not even a loss of power loses any. */
  ALWAYS,

  /**
   * Within a second. Records are written at once, so a loss of power, and nothing less, loses those
   * of the last second though they were acknowledged.
   */
  INTERVAL
}
