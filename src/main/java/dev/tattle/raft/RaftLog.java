package dev.tattle.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The log of one node in memory: a snapshot, and the entries that follow it. It still holds some
 * entries that the snapshot covers, for followers that are a little behind.
 */
final class RaftLog {
  private Snapshot snapshot;

  /** The position before the first entry in memory. */
  private Position start;

  /**
   * An entry in memory.
   *
   * @param endBytes the bytes of all entries that ever were in this log, up to this one
   */
  private record Slot(Entry entry, long endBytes) {}

  private final List<Slot> slots = new ArrayList<>();
  private long startBytes;

  /** The members, by the index of the entry that set them; the first ones by {@link #start}. */
  private final NavigableMap<Long, Members> members = new TreeMap<>();

  RaftLog(Members initial) {
    snapshot = Snapshot.empty(initial);
    start = snapshot.last();
    members.put(0L, initial);
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Position last() {
    return at(lastIndex());
  }

  long lastIndex() {
    return start.index() + slots.size();
  }

  /** The position before the first entry in memory. */
  Position start() {
    return start;
  }

  /** True if the term at this index is known. */
  private boolean knows(long index) {
    return index >= start.index() && index <= lastIndex();
  }

  long termAt(long index) {
    return index == start.index() ? start.term() : entry(index).term();
  }

  boolean has(Position position) {
    return knows(position.index()) && termAt(position.index()) == position.term();
  }

  Entry entry(long index) {
    return slot(index).entry;
  }

  private Slot slot(long index) {
    return slots.get((int) (index - start.index() - 1));
  }

  /** About how many bytes the entries after one index have, up to another; both must be known. */
  long bytes(long after, long upTo) {
    return endBytes(upTo) - endBytes(after);
  }

  private long endBytes(long index) {
    return index == start.index() ? startBytes : slot(index).endBytes;
  }

  Position at(long index) {
    return new Position(index, termAt(index));
  }

  /** Entries from this index on, as many as the bounds allow, but at least one if there is any. */
  List<Entry> from(long index, int most, long bytes) {
    List<Entry> some = new ArrayList<>();
    for (long i = index; i <= lastIndex() && some.size() < most; i++) {
      if (!some.isEmpty() && bytes(index - 1, i) > bytes) {
        break;
      }
      some.add(entry(i));
    }
    return some;
  }

  /**
   * The last index at which a log that has {@code theirs} may agree with this one. Terms never go
   * back in a log, so the logs differ wherever the term here is later than theirs. This skips whole
   * terms at a time (paper 5.3, end).
   *
   * @return less than the index of {@link #start} if they can't agree on any entry in memory
   */
  long agreeable(Position theirs) {
    long index = Math.min(theirs.index(), lastIndex());
    while (index >= start.index() && termAt(index) > theirs.term()) {
      index--;
    }
    return index;
  }

  void append(Entry entry) {
    slots.add(new Slot(entry, endBytes(lastIndex()) + entry.weight()));
    if (entry.kind() == Entry.Kind.MEMBERS) {
      members.put(lastIndex(), Members.fromJson(entry.payload()));
    }
  }

  /** Removes the entries from this index on. */
  void truncate(long from) {
    if (from <= snapshot.last().index()) {
      throw new AssertionError("entry " + from + " is in the snapshot: it is committed");
    }
    slots.subList((int) (from - start.index() - 1), slots.size()).clear();
    members.tailMap(from, true).clear();
  }

  /**
   * The members now. A change of members counts as soon as it is in the log, committed or not
   * (thesis 4.1).
   */
  Members members() {
    return members.lastEntry().getValue();
  }

  /** The index of the entry that set the present members. */
  long membersIndex() {
    return members.lastKey();
  }

  Members membersAt(long index) {
    return members.floorEntry(index).getValue();
  }

  /**
   * Replaces entries of the log with a snapshot.
   *
   * @param kept how many of these entries stay in memory, at most
   * @param keptBytes how many bytes those have, at most
   */
  void compact(Snapshot of, long kept, long keptBytes) {
    long last = of.last().index();
    long first = Math.max(start.index(), last - kept);
    while (bytes(first, last) > keptBytes) {
      first++;
    }
    Position newStart = at(first);
    startBytes = endBytes(first);
    slots.subList(0, (int) (first - start.index())).clear();
    start = newStart;
    snapshot = of;
    Map.Entry<Long, Members> atStart = members.floorEntry(first);
    members.headMap(first, false).clear();
    members.put(first, atStart.getValue());
  }

  /** Replaces the whole log with a snapshot. */
  void reset(Snapshot to) {
    snapshot = to;
    start = to.last();
    slots.clear();
    members.clear();
    members.put(start.index(), to.members());
  }
}
