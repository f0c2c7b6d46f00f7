package dev.tattle.counters;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.Delta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one replica has said, as it was when the replica had written a certain version; and what has
 * come since and is not complete. A delta that was cut to size leaves out what the replica has said
 * again later; it waits until all up to its horizon is here. So what is shown is always a state in
 * which the replica itself once was.
 *
 * <p>Entries that say nothing any more are dropped, by each node for itself. The floor is the
 * number of the last of them: who has less must take the whole log anew.
 */
final class ReplicaLog {
  /** For so many peers at a time that are sent all of it. */
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

  // What has come and is not shown yet.
  private final List<Delta> parts = new ArrayList<>();
  private long received;
  private long horizon;
  // The least horizon of the parts: all that was dropped before is not in any of them.
  private long basis;
  // What comes takes the place of all that is shown; it comes from a state of this version at
  // least.
  private boolean isAnew;
  private long least;
  private int idleTicks;

  ReplicaLog(ReplicaId id) {
    this.id = id;
  }

  ReplicaId id() {
    return id;
  }

  /** The version of what is shown. */
  long shown() {
    return shown;
  }

  /** The version of what has come. */
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

  // What comes.

  /** True where a delta brings something new, and continues what is here. */
  boolean isNext(Delta delta) {
    return delta.after() <= received()
        && delta.version() > received()
        && Changes.horizon(delta) >= least
        && (delta.after() == 0 || isComplete(delta));
  }

  private boolean isComplete(Delta delta) {
    return Changes.floor(delta) <= (isAnew ? basis : shown);
  }

  /** Takes a delta that is not next: if something was dropped between, all has to come anew. */
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
    horizon = shown; // An older state than this one is no use.
    basis = Long.MAX_VALUE;
    isAnew = true;
  }

  /**
   * Takes the next delta.
   *
   * @return the parts that can be shown now; none where something is still missing
   */
  List<Delta> take(Delta delta) {
    if (delta.after() == 0) {
      startAnew();
    } else if (!isAnew && delta.after() <= shown) {
      forgetParts(); // It brings all of them, too, and need not wait for what they wait for.
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

  /** True where the parts take the place of all that was shown. */
  boolean isAnew() {
    return isAnew;
  }

  /** The parts are shown. */
  void isShown() {
    assert received >= shown || isAnew : "a log never goes back";
    shown = received;
    parts.forEach(part -> floor = Math.max(floor, Changes.floor(part)));
    forgetParts();
    least = 0;
  }

  /**
   * Parts for which nothing more has come for a while are given up: perhaps nobody has the rest any
   * more, and somebody else has a state that is complete.
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

  /** What has come and is not shown. */
  List<Delta> parts() {
    return List.copyOf(parts);
  }

  // What is shown.

  /** Puts an entry at the end; it may be in the log already. */
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

  /** Takes an entry out. */
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

  /** Takes an entry out that says nothing any more. */
  void drop(Statement entry) {
    unlink(entry);
    floor = Math.max(floor, entry.number);
  }

  @Nullable Statement first() {
    return first;
  }

  /** The first statement after a number; null where there is none. */
  @Nullable Statement after(long number) {
    // Whoever lacks little is near the end; whoever is sent all, where the last message ended.
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

  /** A message ends with this statement; the next may begin there. */
  void mark(Statement end) {
    nextMark = (nextMark + 1) % marks.length;
    marks[nextMark] = end;
  }

  /** The marked statement that is the last up to a number; null where there is none. */
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
