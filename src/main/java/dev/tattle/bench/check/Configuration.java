package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.BitSet;

/**
 * One explanation of the events so far of an object.
 *
 * @param done places of the open operations that have happened; must not be modified
 */
record Configuration(Json state, BitSet done) {
  private static final int ODD = 0x9e3779b9;

  /**
   * States are small numbers, and so are sets of few places: sums of their hashes would collide.
   */
  @Override
  public int hashCode() {
    return state.hashCode() * ODD + done.hashCode();
  }

  Configuration with(Json next, int place) {
    BitSet more = (BitSet) done.clone();
    more.set(place);
    return new Configuration(next, more);
  }

  Configuration without(int place) {
    BitSet less = (BitSet) done.clone();
    less.clear(place);
    return new Configuration(state, less);
  }
}
