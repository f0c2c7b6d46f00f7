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

  private final Json value;
  private @Nullable Operation known;
  private @Nullable Operation lastPresent;
  private @Nullable Operation lastAbsent;
  private int lastRead;
  private int copies;
  private boolean isAdded;

  SetElement(Json value) {
    this.value = value;
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
    known = null;
    lastPresent = null;
    lastAbsent = null;
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
    lastPresent = lastPresent == null ? read.invocation() : later(lastPresent, read.invocation());
    return copies;
  }

  /** A read ends; if it did not show the element, it lacks it. */
  void endRead(Attempt read, int number) {
    if (lastRead != number) {
      lastAbsent = lastAbsent == null ? read.invocation() : later(lastAbsent, read.invocation());
    }
  }

  Outcome outcome() {
    if (lastPresent != null && indexOf(lastAbsent) < lastPresent.index()) {
      return Outcome.STABLE;
    }
    // A read that was under way when the element became known may rightly lack it.
    boolean isMissed = known != null && known.index() < indexOf(lastAbsent);
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

  private static long indexOf(@Nullable Operation operation) {
    return operation == null ? -1 : operation.index();
  }

  private static Operation later(Operation a, Operation b) {
    return a.index() >= b.index() ? a : b;
  }
}
