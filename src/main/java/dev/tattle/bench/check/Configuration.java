package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.BitSet;

/**
 * One way to explain what was seen of an object.
 *
 * @param done places of the open operations that have happened; nobody changes it
 */
record Configuration(Json state, BitSet done) {
  private static final int ODD = 0x9e3779b9;

  /** States are small numbers and so are sets of few places: added up, many would be alike. */
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
