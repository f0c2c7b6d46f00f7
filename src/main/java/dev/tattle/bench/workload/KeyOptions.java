package dev.tattle.bench.workload;

/**
 * How a workload draws keys and builds transactions.
 *
 * @param keyCount the number of keys in use at a time
 * @param maxTxnLength the most operations in a transaction; the least is one
 * @param maxWritesPerKey the number of writes after which a new key replaces a key
 */
public record KeyOptions(int keyCount, int maxTxnLength, int maxWritesPerKey) {
  /** Maelstrom's defaults. */
  public static final KeyOptions DEFAULT = new KeyOptions(10, 4, 16);

  /** Each option must be at least 1. */
  public KeyOptions {
    if (keyCount < 1 || maxTxnLength < 1 || maxWritesPerKey < 1) {
      throw new IllegalArgumentException("no keys, no operations, or no writes");
    }
  }
}
