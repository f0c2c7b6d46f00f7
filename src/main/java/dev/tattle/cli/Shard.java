package dev.tattle.cli;

/**
 * A share of the seeds of a campaign: every {@code count}-th one.
 *
 * @param index which of them; 0 and {@code count} are the same, so machines may count from either
 */
record Shard(int index, int count) {
  /** All seeds. */
  static final Shard WHOLE = new Shard(0, 1);

  private static final int MAX_COUNT = 1_000_000;

  /**
   * Reads {@code I/N}.
   *
   * @throws IllegalArgumentException whose message says what was expected
   */
  static Shard parse(String text) {
    String[] parts = text.strip().split("/", -1);
    try {
      if (parts.length == 2) {
        int index = Integer.parseInt(parts[0]);
        int count = Integer.parseInt(parts[1]);
        if (index >= 0 && index <= count && count > 0 && count <= MAX_COUNT) {
          return new Shard(index % count, count);
        }
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "expected I/N, such as 2/8, with I from 0 or 1 up to N, not '" + text + "'");
  }

  /** Of so many seeds, how many are its own. */
  long runs(long all) {
    return all == Long.MAX_VALUE ? all : Math.max(0, (all - index + count - 1) / count);
  }

  @Override
  public String toString() {
    return (index == 0 ? count : index) + "/" + count;
  }
}
