package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Attempt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What must be in an answer, because it was known when it was asked for.
 *
 * @param node what the node itself had acknowledged or shown
 * @param session what its token says, or one that the node was given before
 * @param majority what any majority of the nodes knows
 * @param told what the answer's token tells the session at least: all that the node knew
 */
record Base(Knowledge node, Knowledge session, Knowledge majority, Knowledge told) {
  Base() {
    this(new Knowledge(), new Knowledge(), new Knowledge(), new Knowledge());
  }

  /** All of it about one counter. */
  Known of(String counter) {
    Known all = new Known();
    all.join(node.of(counter));
    all.join(session.of(counter));
    all.join(majority.of(counter));
    return all;
  }

  /** Who knew something, the one closest to the answer. */
  enum Who {
    NODE,
    SESSION,
    MAJORITY
  }

  /**
   * Who knew something of an addition.
   *
   * @param why the operation that tells of it
   */
  record Layer(Who who, Attempt why) {}

  /**
   * Who knows this of one addition to a counter; somebody must.
   *
   * @param known the addition's bit, where this is known of it, or 0
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
