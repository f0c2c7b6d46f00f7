package dev.tattle.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The log of one node in memory: a snapshot, and the entries that follow it. Some entries that the
 * snapshot stands for are still there, for followers that are a little behind.
 */
final class RaftLog {
  private Snapshot snapshot;

  /** What comes before the first entry in memory. */
  private Position start;

  private final List<Entry> entries = new ArrayList<>();

  /** The members by the index of the entry that made them so; the first as of {@link #start}. */
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
    return entries.isEmpty()
        ? start
        : new Position(lastIndex(), entries.get(entries.size() - 1).term());
  }

  long lastIndex() {
    return start.index() + entries.size();
  }

  /** What comes before the first entry that is in memory. */
  Position start() {
    return start;
  }

  /** True where the term at this index is known. */
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
    return entries.get((int) (index - start.index() - 1));
  }

  Position at(long index) {
    return new Position(index, termAt(index));
  }

  /** Entries from this index on: at least one if there is any, else as many as the bounds allow. */
  List<Entry> from(long index, int most, long bytes) {
    List<Entry> some = new ArrayList<>();
    long weight = 0;
    for (long i = index; i <= lastIndex() && some.size() < most; i++) {
      Entry next = entry(i);
      weight += next.weight();
      if (!some.isEmpty() && weight > bytes) {
        break;
      }
      some.add(next);
    }
    return some;
  }

  /**
   * The last index at which a log that has {@code theirs} may still agree with this one. Terms
   * never go back in a log: where the term here is later than theirs there, they differ. So whole
   * terms are skipped at a time (paper 5.3, end).
   *
   * @return less than the index of {@link #start} where they can't agree on what is in memory
   */
  long agreeable(Position theirs) {
    long index = Math.min(theirs.index(), lastIndex());
    while (index >= start.index() && termAt(index) > theirs.term()) {
      index--;
    }
    return index;
  }

  void append(Entry entry) {
    entries.add(entry);
    if (entry.kind() == Entry.Kind.MEMBERS) {
      members.put(lastIndex(), Members.fromJson(entry.payload()));
    }
  }

  /** Forgets the entries from this index on. */
  void truncate(long from) {
    if (from <= snapshot.last().index()) {
      throw new AssertionError("entry " + from + " is in the snapshot: it is committed");
    }
    entries.subList((int) (from - start.index() - 1), entries.size()).clear();
    members.tailMap(from, true).clear();
  }

  /**
   * The members now. A change counts from the moment that it is in the log, committed or not
   * (thesis 4.1).
   */
  Members members() {
    return members.lastEntry().getValue();
  }

  /** The index of the entry that made them so. */
  long membersIndex() {
    return members.lastKey();
  }

  Members membersAt(long index) {
    return members.floorEntry(index).getValue();
  }

  /**
   * A snapshot takes the place of entries that are in the log.
   *
   * @param kept how many of them stay in memory
   */
  void compact(Snapshot of, long kept) {
    long first = Math.max(start.index(), of.last().index() - kept);
    Position newStart = at(first);
    entries.subList(0, (int) (first - start.index())).clear();
    start = newStart;
    snapshot = of;
    Map.Entry<Long, Members> atStart = members.floorEntry(first);
    members.headMap(first, false).clear();
    members.put(first, atStart.getValue());
  }

  /** A snapshot takes the place of all that is here. */
  void reset(Snapshot to) {
    snapshot = to;
    start = to.last();
    entries.clear();
    members.clear();
    members.put(start.index(), to.members());
  }
}
