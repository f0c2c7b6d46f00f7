package dev.tattle.bench.workload;

/**
 * How a workload draws keys and makes transactions of them.
 *
 * @param keyCount so many keys are in use at a time
 * @param maxTxnLength a transaction has one to so many operations
 * @param maxWritesPerKey a key that was written so often retires, and a new one takes its place
 */
public record KeyOptions(int keyCount, int maxTxnLength, int maxWritesPerKey) {
  /** As Maelstrom's. */
  public static final KeyOptions DEFAULT = new KeyOptions(10, 4, 16);

  /** All are at least 1. */
  public KeyOptions {
    if (keyCount < 1 || maxTxnLength < 1 || maxWritesPerKey < 1) {
      throw new IllegalArgumentException("no keys, no operations, or no writes");
    }
  }
}
