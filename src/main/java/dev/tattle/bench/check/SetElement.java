package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import org.jspecify.annotations.Nullable;

/**
 * One element of a set, as adds and reads tell of it, in the order of the history; of the reads
 * only those count that completed after the add was invoked.
 */
final class SetElement {
  /** What became of an element. */
  enum Outcome {
    /** From some time on every read shows it. */
    STABLE,
    /** It was there, and from some time on no read shows it. */
    LOST,
    /** No read tells whether it was there. */
    NEVER_READ
  }

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The index of no operation. */
  private static final long NONE = -1;

  private final Json value;
  private @Nullable Operation known;
  private @Nullable Operation lastPresent;
  private @Nullable Operation lastAbsent;
  // Beside them, because each read compares itself with the one of each element that it shows.
  private long presentIndex;
  private long absentIndex;
  private int lastRead;
  private int copies;
  private boolean isAdded;

  SetElement(Json value) {
    this.value = value;
    beginStory();
  }

  Json value() {
    return value;
  }

  /** True where an add of it was invoked. */
  boolean isAdded() {
    return isAdded;
  }

  /** Begins anew: what was read before the add is no part of its story. */
  void beginAdd() {
    isAdded = true;
    beginStory();
  }

  private void beginStory() {
    known = null;
    lastPresent = null;
    lastAbsent = null;
    presentIndex = NONE;
    absentIndex = NONE;
  }

  /** An add of it ended ok; of several at once, the first counts. */
  void endAdd(Operation completion) {
    if (known == null) {
      known = completion;
    }
  }

  /**
   * A read shows it.
   *
   * @param number the read's, from 1
   * @return how many copies this read has shown so far
   */
  int show(Attempt read, int number) {
    if (lastRead == number) {
      return ++copies;
    }
    lastRead = number;
    copies = 1;
    if (known == null) {
      known = read.completion();
    }
    Operation begun = read.invocation();
    if (begun.index() > presentIndex) {
      lastPresent = begun;
      presentIndex = begun.index();
    }
    return copies;
  }

  /** A read ends. Returns true where it did not show the element, and so lacks it. */
  boolean isLackedBy(Attempt read, int number) {
    Operation begun = read.invocation();
    if (lastRead != number && begun.index() > absentIndex) {
      lastAbsent = begun;
      absentIndex = begun.index();
    }
    return lastRead != number;
  }

  Outcome outcome() {
    if (absentIndex < presentIndex) {
      return Outcome.STABLE;
    }
    // A read that was under way when the element became known may rightly lack it.
    boolean isMissed = known != null && known.index() < absentIndex;
    return isMissed ? Outcome.LOST : Outcome.NEVER_READ;
  }

  /** How long after it was known reads began that lacked it; of a stable element. */
  long stableLatencyMillis() {
    return millisAfterKnown(lastAbsent);
  }

  /** How long after it was known reads began that showed it; of a lost element. */
  long lostLatencyMillis() {
    return millisAfterKnown(lastPresent);
  }

  private long millisAfterKnown(@Nullable Operation read) {
    if (read == null || known == null) {
      return 0;
    }
    return Math.max(0, read.timeNanos() + 1 - known.timeNanos()) / NANOS_PER_MILLI;
  }
}
