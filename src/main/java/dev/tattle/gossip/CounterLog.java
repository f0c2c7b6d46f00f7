package dev.tattle.gossip;

import java.util.Arrays;

/**
 * What one replica has added to each counter: its latest total, in the order of its latest changes.
 * So what somebody lacks who has the replica's changes up to some number is the end of the log.
 *
 * <p>A change of a counter that is here moves it to the end and leaves a hole; holes are closed
 * when there is no more room. An entry takes 20 bytes and 8 to 16 in the table of places; with the
 * room to grow and the holes, 28 to 72.
 */
final class CounterLog {
  private static final int INITIAL_CAPACITY = 16;
  private static final int HOLE = -1;
  // The last steps of MurmurHash3, by Appleby: names that end in numbers have hashes on a grid.
  private static final int FIRST_FACTOR = 0x85EBCA6B;
  private static final int SECOND_FACTOR = 0xC2B2AE35;

  private long[] versions = new long[INITIAL_CAPACITY];
  private int[] counters = new int[INITIAL_CAPACITY];
  private long[] totals = new long[INITIAL_CAPACITY];
  // One more than a counter's place; 0 where there is none. At most half of it is in use.
  private int[] places = new int[2 * INITIAL_CAPACITY];
  // Where the log ends, and how many of the places before are no holes.
  private int end;
  private int size;
  private long version;
  private Ledger ledger = Ledger.EMPTY;

  /** Where a hash is at home in a table, whose size is a power of two. */
  static int spread(int hash, int mask) {
    int first = (hash ^ (hash >>> 16)) * FIRST_FACTOR;
    int second = (first ^ (first >>> 13)) * SECOND_FACTOR;
    return (second ^ (second >>> 16)) & mask;
  }

  /** All changes up to this number are here, but for what changed again later. */
  long version() {
    return version;
  }

  void reach(long aVersion) {
    assert aVersion >= version && (end == 0 || aVersion >= versions[end - 1]) : aVersion;
    version = aVersion;
  }

  /** What the replica says of replicas that are gone. It may be ahead of the version. */
  Ledger ledger() {
    return ledger;
  }

  void say(Ledger later) {
    ledger = later;
  }

  /** How many counters it has. */
  int size() {
    return size;
  }

  /** What the replica has added to a counter. */
  long total(int counter) {
    int place = places[slot(counter)] - 1;
    return place < 0 || counters[place] == HOLE ? 0 : totals[place];
  }

  /** A change that is later than all that are here. */
  void put(int counter, long aVersion, long total) {
    assert end == 0 || aVersion > versions[end - 1] : "changes come in their order";
    if (end == versions.length) {
      makeRoom();
    }
    int slot = slot(counter);
    if (places[slot] != 0) {
      counters[places[slot] - 1] = HOLE;
    } else {
      size++;
    }
    versions[end] = aVersion;
    counters[end] = counter;
    totals[end] = total;
    places[slot] = ++end;
  }

  /** What the replica has added to this counter is counted elsewhere. Nothing is put after it. */
  void remove(int counter) {
    int slot = slot(counter);
    if (places[slot] != 0) {
      // The hole keeps its place in the table, or others would not be found behind it.
      counters[places[slot] - 1] = HOLE;
      size--;
    }
  }

  /** The place of the first change after this number; walk from there to {@link #end}. */
  int after(long aVersion) {
    int found = Arrays.binarySearch(versions, 0, end, aVersion);
    return found < 0 ? -found - 1 : found + 1;
  }

  int end() {
    return end;
  }

  boolean isHole(int place) {
    return counters[place] == HOLE;
  }

  int counterAt(int place) {
    return counters[place];
  }

  long versionAt(int place) {
    return versions[place];
  }

  long totalAt(int place) {
    return totals[place];
  }

  /** Where the counter stands in the table, or where it would. */
  private int slot(int counter) {
    int mask = places.length - 1;
    int slot = spread(counter, mask);
    while (places[slot] != 0 && counters[places[slot] - 1] != counter) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Closes the holes, and grows where that is little. */
  private void makeRoom() {
    int from = 0;
    int to = 0;
    for (; from < end; from++) {
      if (counters[from] != HOLE) {
        versions[to] = versions[from];
        counters[to] = counters[from];
        totals[to++] = totals[from];
      }
    }
    end = to;
    int capacity = versions.length;
    if (end > capacity / 4 * 3) {
      capacity = Math.multiplyExact(2, capacity);
      versions = Arrays.copyOf(versions, capacity);
      counters = Arrays.copyOf(counters, capacity);
      totals = Arrays.copyOf(totals, capacity);
    }
    places = new int[Math.multiplyExact(2, capacity)];
    for (int place = 0; place < end; place++) {
      places[slot(counters[place])] = place + 1;
    }
  }
}
