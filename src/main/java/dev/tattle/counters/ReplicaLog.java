package dev.tattle.counters;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.Delta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One replica's log, as it was at one of the replica's versions, and the parts that came since and
 * are not complete. A delta that was cut to size leaves out statements that later ones replace. It
 * waits until all up to its horizon is here. So what this node shows is always a state that the
 * replica itself had.
 *
 * <p>Each node drops statements that have no effect any more. The floor is the number of the last
 * dropped one. A node that has less than the floor must take the whole log again.
 */
final class ReplicaLog {
  /** How many peers can be sent the whole log at a time without searching it. */
  private static final int MARKS = 8;

  private final ReplicaId id;
  private @Nullable Statement first;
  private @Nullable Statement last;
  private long shown;
  private long floor;
  private @Nullable Note note;
  private final @Nullable Statement[] marks = new Statement[MARKS];
  private int nextMark;

  private int size;

  // The parts that have come and are not shown yet.
  private final List<Delta> parts = new ArrayList<>();
  private long received;
  private long horizon;
  // The least horizon of the parts: no part has a statement that was dropped before it.
  private long basis;
  // Whether the parts replace all that is shown, and the least horizon that they must have then.
  private boolean isAnew;
  private long least;
  private int idleTicks;

  ReplicaLog(ReplicaId id) {
    this.id = id;
  }

  ReplicaId id() {
    return id;
  }

  /** The version that is shown. */
  long shown() {
    return shown;
  }

  /** The version that has come. */
  long received() {
    return parts.isEmpty() && !isAnew ? shown : received;
  }

  long floor() {
    return floor;
  }

  @Nullable Note note() {
    return note;
  }

  void note(Note latest) {
    note = latest;
  }

  /** How many statements are shown. */
  int size() {
    return size;
  }

  // The parts that come.

  /** True if a delta brings something new and continues what is here. */
  boolean isNext(Delta delta) {
    return delta.after() <= received()
        && delta.version() > received()
        && Changes.horizon(delta) >= least
        && (delta.after() == 0 || isComplete(delta));
  }

  private boolean isComplete(Delta delta) {
    return Changes.floor(delta) <= (isAnew ? basis : shown);
  }

  /** Handles a delta that is not next. If something was dropped in between, all must come again. */
  boolean refuse(Delta delta) {
    boolean isGap =
        delta.after() <= received() && delta.version() > received() && !isComplete(delta);
    if (isGap) {
      startAnew();
      least = Changes.floor(delta);
    }
    return isGap;
  }

  private void startAnew() {
    parts.clear();
    received = 0;
    horizon = shown; // An older state than this one is of no use.
    basis = Long.MAX_VALUE;
    isAnew = true;
  }

  /**
   * Takes the next delta.
   *
   * @return the parts that can be shown now; none if something is still missing
   */
  List<Delta> take(Delta delta) {
    if (delta.after() == 0) {
      startAnew();
    } else if (!isAnew && delta.after() <= shown) {
      forgetParts(); // The delta includes them all, and need not wait for what they wait for.
    }
    idleTicks = 0;
    received = delta.version();
    horizon = Math.max(horizon, Changes.horizon(delta));
    basis = Math.min(basis, Changes.horizon(delta));
    parts.add(delta);
    if (received < horizon) {
      return List.of();
    }
    return List.copyOf(parts);
  }

  /** True if the parts replace all that was shown. */
  boolean isAnew() {
    return isAnew;
  }

  /** Notes that the parts are shown. */
  void isShown() {
    assert received >= shown || isAnew : "a log never goes back";
    shown = received;
    parts.forEach(part -> floor = Math.max(floor, Changes.floor(part)));
    forgetParts();
    least = 0;
  }

  /**
   * Gives up parts if nothing more has come for a while. Perhaps no node has the rest any more, and
   * another node has a complete state.
   */
  void giveUp(int ticks) {
    if (parts.isEmpty() || ++idleTicks < ticks) {
      return;
    }
    idleTicks = 0;
    if (isAnew && shown > 0) {
      startAnew();
    } else {
      forgetParts();
    }
  }

  private void forgetParts() {
    parts.clear();
    horizon = 0;
    basis = Long.MAX_VALUE;
    isAnew = false;
  }

  boolean hasParts() {
    return !parts.isEmpty();
  }

  /** The parts that have come and are not shown. */
  List<Delta> parts() {
    return List.copyOf(parts);
  }

  // The statements that are shown.

  /** Puts a statement at the end; it may be in the log already. */
  void put(Statement entry, long number) {
    assert last == null || number > last.number || entry == last : "numbers go up";
    unlink(entry);
    size++;
    entry.number = number;
    entry.before = last;
    if (last == null) {
      first = entry;
    } else {
      last.after = entry;
    }
    last = entry;
  }

  /** Removes a statement. */
  void unlink(Statement entry) {
    Statement before = entry.before;
    Statement after = entry.after;
    size -= before != null || after != null || first == entry ? 1 : 0;
    if (before != null) {
      before.after = after;
    } else if (first == entry) {
      first = after;
    }
    if (after != null) {
      after.before = before;
    } else if (last == entry) {
      last = before;
    }
    entry.before = null;
    entry.after = null;
  }

  /** Removes a statement that has no effect any more, and raises the floor. */
  void drop(Statement entry) {
    unlink(entry);
    floor = Math.max(floor, entry.number);
  }

  @Nullable Statement first() {
    return first;
  }

  /** The first statement after a number; null if there is none. */
  @Nullable Statement after(long number) {
    // For a node that lacks little, it is near the end; for one that gets all, at the last
    // message's end.
    Statement forward = mark(number);
    Statement found = null;
    Statement back = last;
    while (back != null && back.number > number) {
      found = back;
      back = back.before;
      if (forward != null && forward.number > number) {
        return forward;
      }
      forward = forward == null ? null : forward.after;
    }
    return found;
  }

  /** Marks the statement with which a message ends, because the next message may begin there. */
  void mark(Statement end) {
    nextMark = (nextMark + 1) % marks.length;
    marks[nextMark] = end;
  }

  /** The last marked statement up to a number; null if there is none. */
  private @Nullable Statement mark(long number) {
    Statement nearest = null;
    for (Statement mark : marks) {
      boolean isHere = mark != null && (mark == first || mark.before != null);
      if (isHere && mark.number <= number && (nearest == null || mark.number > nearest.number)) {
        nearest = mark;
      }
    }
    return nearest;
  }
}
