package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import org.jspecify.annotations.Nullable;

/**
 * One element of a set, and what the history says about it. Entries come in the order of the
 * history. Only reads that completed after the invocation of the add count.
 */
final class SetElement {
  /** The fate of an element. */
  enum Outcome {
    /** From some time on, every read shows it. */
    STABLE,
    /** It was there, and from some time on no read shows it. */
    LOST,
    /** No read says whether it was there. */
    NEVER_READ
  }

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** An index that no operation has. */
  private static final long NONE = -1;

  private final Json value;
  private @Nullable Operation known;
  private @Nullable Operation lastPresent;
  private @Nullable Operation lastAbsent;
  // Kept here too, because each read compares itself with the reads of each element that it shows.
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

  /** True if an add of it was invoked. */
  boolean isAdded() {
    return isAdded;
  }

  /** Begins anew: reads before the add do not count. */
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

  /** Handles the end of an add that was ok. Of several adds, the first counts. */
  void endAdd(Operation completion) {
    if (known == null) {
      known = completion;
    }
  }

  /**
   * Handles a read that shows the element.
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

  /** Handles the end of a read. Returns true if it lacks the element. */
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
    // A read that was open when the element became known may correctly lack it.
    boolean isMissed = known != null && known.index() < absentIndex;
    return isMissed ? Outcome.LOST : Outcome.NEVER_READ;
  }

  /** For a stable element: the time from known to the begin of the last read that lacked it. */
  long stableLatencyMillis() {
    return millisAfterKnown(lastAbsent);
  }

  /** For a lost element: the time from known to the begin of the last read that showed it. */
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
