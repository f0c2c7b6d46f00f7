package dev.tattle.gossip;

import dev.tattle.core.Json;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A set of JSON values that keeps the order in which they came. It holds an array of the values and
 * a hash table of their places (open addressing, linear probing). Beside the value itself, an
 * element takes 12 to 24 bytes; a {@code LinkedHashSet} takes 50. A read need not copy the set.
 */
final class ElementSet {
  private static final int INITIAL_CAPACITY = 16;
  // Spreads the hashes of neighbouring numbers: most values are such (Knuth, TAOCP 3, 6.4).
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private Json[] elements = new Json[INITIAL_CAPACITY];
  // One more than the value's place in the array; 0 in a free slot. At most half of the slots are
  // used.
  private int[] places = new int[2 * INITIAL_CAPACITY];
  private int size;

  /** Adds an element; returns false if it is here already. */
  boolean add(Json element) {
    int slot = slot(element);
    if (places[slot] != 0) {
      return false;
    }
    if (size == elements.length) {
      grow();
      slot = slot(element);
    }
    elements[size++] = element;
    places[slot] = size;
    return true;
  }

  boolean contains(Json element) {
    return places[slot(element)] != 0;
  }

  /** The elements in the set now. The list does not change when more are added. */
  List<Json> elements() {
    return new Prefix(elements, size);
  }

  /** The slot that the element has in the table, or would have. */
  private int slot(Json element) {
    int mask = places.length - 1;
    int slot = (element.hashCode() * GOLDEN_RATIO) >>> Integer.numberOfLeadingZeros(mask);
    while (places[slot] != 0 && !elements[places[slot] - 1].equals(element)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int capacity = Math.multiplyExact(2, elements.length);
    elements = Arrays.copyOf(elements, capacity);
    places = new int[Math.multiplyExact(2, capacity)];
    for (int place = 0; place < size; place++) {
      places[slot(elements[place])] = place + 1;
    }
  }

  /**
   * The beginning of an array. It never changes, because new elements go after it or to a larger
   * array.
   */
  private static final class Prefix extends AbstractList<Json> implements RandomAccess {
    private final Json[] array;
    private final int size;

    Prefix(Json[] array, int size) {
      this.array = array;
      this.size = size;
    }

    @Override
    public Json get(int index) {
      return array[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Object[] toArray() {
      return Arrays.copyOf(array, size, Object[].class);
    }
  }
}
