package dev.tattle.cli;

import dev.tattle.bench.workload.KeyOptions;
import picocli.CommandLine.Option;

/** How kafka and the transactions draw their keys. */
final class DrawnKeys {
  @Option(
      names = "--key-count",
      order = -18,
      paramLabel = "N",
      description = "kafka, transactions: number of keys in use at a time (default: 10)")
  private int keyCount = KeyOptions.DEFAULT.keyCount();

  @Option(
      names = "--max-txn-length",
      order = -18,
      paramLabel = "N",
      description = "most operations in one transaction (default: 4)")
  private int maxTxnLength = KeyOptions.DEFAULT.maxTxnLength();

  @Option(
      names = "--max-writes-per-key",
      order = -18,
      paramLabel = "N",
      description = "writes to a key before a new key replaces it (default: 16)")
  private int maxWritesPerKey = KeyOptions.DEFAULT.maxWritesPerKey();

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException where that is less than 1; the message begins with the option
   */
  KeyOptions options() {
    requirePositive(keyCount, "--key-count");
    requirePositive(maxTxnLength, "--max-txn-length");
    requirePositive(maxWritesPerKey, "--max-writes-per-key");
    return new KeyOptions(keyCount, maxTxnLength, maxWritesPerKey);
  }

  private static void requirePositive(int value, String option) {
    if (value < 1) {
      throw new IllegalArgumentException(option + ": expected at least 1");
    }
  }
}
