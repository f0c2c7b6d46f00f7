package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Attempt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The knowledge that an answer must reflect, because it existed when the operation was invoked.
 *
 * @param node what the node itself had acknowledged or shown
 * @param session what the request's token says, or an earlier token that the node got
 * @param majority what at least one node of any majority knows
 * @param told what the answer's token tells the session at least: all that the node knew
 */
record Base(Knowledge node, Knowledge session, Knowledge majority, Knowledge told) {
  Base() {
    this(new Knowledge(), new Knowledge(), new Knowledge(), new Knowledge());
  }

  /** All of this knowledge about one counter. */
  Known of(String counter) {
    Known all = new Known();
    all.join(node.of(counter));
    all.join(session.of(counter));
    all.join(majority.of(counter));
    return all;
  }

  /** The parties that know something, the one closest to the answer first. */
  enum Who {
    NODE,
    SESSION,
    MAJORITY
  }

  /**
   * The party that knew something about an addition.
   *
   * @param why the operation that shows it
   */
  record Layer(Who who, Attempt why) {}

  /**
   * The first party that knows this about one addition to a counter; there must be one.
   *
   * @param known the addition's bit if a party knows it, or 0
   */
  Layer layer(String counter, ToLongFunction<Known> known) {
    Map<Who, Knowledge> layers = new LinkedHashMap<>();
    layers.put(Who.NODE, node);
    layers.put(Who.SESSION, session);
    layers.put(Who.MAJORITY, majority);
    for (Map.Entry<Who, Knowledge> layer : layers.entrySet()) {
      Known one = layer.getValue().of(counter);
      long bit = known.applyAsLong(one);
      if (bit != 0) {
        return new Layer(layer.getKey(), one.why(Long.numberOfTrailingZeros(bit)));
      }
    }
    throw new IllegalStateException("nobody knows it");
  }
}
