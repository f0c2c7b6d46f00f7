package dev.tattle.bench.services;

import dev.tattle.core.Json;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The values that one key had, newest last: at most one for each state that is kept. */
final class Versions {
  private record Version(long since, Json value) {}

  private final ArrayDeque<Version> versions = new ArrayDeque<>();

  /** The value in this state; null where the key was absent. */
  @Nullable Json at(long state) {
    Iterator<Version> newestFirst = versions.descendingIterator();
    while (newestFirst.hasNext()) {
      Version version = newestFirst.next();
      if (version.since <= state) {
        return version.value;
      }
    }
    return null;
  }

  /** Adds the value from a new state on, and forgets those that ended before the oldest state. */
  void add(long since, Json value, long oldestState) {
    versions.addLast(new Version(since, value));
    Version first = versions.removeFirst();
    while (!versions.isEmpty() && versions.getFirst().since <= oldestState) {
      first = versions.removeFirst();
    }
    versions.addFirst(first);
  }
}
