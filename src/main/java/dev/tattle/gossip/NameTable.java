package dev.tattle.gossip;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Gives each name a small number, from 0 on, which it keeps: an array of the names, and a table of
 * their places by hash, as in {@link ElementSet}.
 */
final class NameTable {
  private static final int INITIAL_CAPACITY = 16;

  private String[] names = new String[INITIAL_CAPACITY];
  // One more than the number; 0 where there is none. At most half of it is in use.
  private int[] numbers = new int[2 * INITIAL_CAPACITY];
  private int size;

  /** The number of a name; -1 where it has none. */
  int find(String name) {
    return numbers[slot(name)] - 1;
  }

  /** The number of a name, which it gets now if it has none. */
  int number(String name) {
    int slot = slot(name);
    if (numbers[slot] == 0) {
      if (size == names.length) {
        grow();
        slot = slot(name);
      }
      names[size++] = name;
      numbers[slot] = size;
    }
    return numbers[slot] - 1;
  }

  String name(int number) {
    return names[number];
  }

  int size() {
    return size;
  }

  /** All names that are here now, in the order of their numbers. */
  List<String> names() {
    return Collections.unmodifiableList(Arrays.asList(names).subList(0, size));
  }

  private int slot(String name) {
    int mask = numbers.length - 1;
    int slot = CounterLog.spread(name.hashCode(), mask);
    while (numbers[slot] != 0 && !names[numbers[slot] - 1].equals(name)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int capacity = Math.multiplyExact(2, names.length);
    names = Arrays.copyOf(names, capacity);
    numbers = new int[Math.multiplyExact(2, capacity)];
    for (int number = 0; number < size; number++) {
      numbers[slot(names[number])] = number + 1;
    }
  }
}
