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

  /**
   * An entry in memory.
   *
   * @param endBytes the weight of all entries that ever were in this log, up to this one
   */
  private record Slot(Entry entry, long endBytes) {}

  private final List<Slot> slots = new ArrayList<>();
  private long startBytes;

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
    return at(lastIndex());
  }

  long lastIndex() {
    return start.index() + slots.size();
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
    return slot(index).entry;
  }

  private Slot slot(long index) {
    return slots.get((int) (index - start.index() - 1));
  }

  /** About how many bytes the entries after one index weigh, up to another; both are known. */
  long bytes(long after, long upTo) {
    return endBytes(upTo) - endBytes(after);
  }

  private long endBytes(long index) {
    return index == start.index() ? startBytes : slot(index).endBytes;
  }

  Position at(long index) {
    return new Position(index, termAt(index));
  }

  /** Entries from this index on: at least one if there is any, else as many as the bounds allow. */
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
    slots.add(new Slot(entry, endBytes(lastIndex()) + entry.weight()));
    if (entry.kind() == Entry.Kind.MEMBERS) {
      members.put(lastIndex(), Members.fromJson(entry.payload()));
    }
  }

  /** Forgets the entries from this index on. */
  void truncate(long from) {
    if (from <= snapshot.last().index()) {
      throw new AssertionError("entry " + from + " is in the snapshot: it is committed");
    }
    slots.subList((int) (from - start.index() - 1), slots.size()).clear();
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
   * @param kept how many of them stay in memory, at most
   * @param keptBytes how much those weigh, at most
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

  /** A snapshot takes the place of all that is here. */
  void reset(Snapshot to) {
    snapshot = to;
    start = to.last();
    slots.clear();
    members.clear();
    members.put(start.index(), to.members());
  }
}
