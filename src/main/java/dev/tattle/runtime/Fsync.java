package dev.tattle.runtime;

/** When records are synced to the disk. In either case a killed process loses none. */
public enum Fsync {
  /** Before anybody sees an effect of the records. Not even a loss of power loses any. */
  ALWAYS,

  /**
   * Within a second. Records are written at once, so only a loss of power loses any: acknowledged
   * records of the last second.
   */
  INTERVAL
}
