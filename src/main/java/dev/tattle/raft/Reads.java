package dev.tattle.raft;

import dev.tattle.core.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds reads until the leader knows that it still led when they came (thesis 6.4). A round of
 * heartbeats serves all reads that came before it began.
 */
final class Reads {
  /** The most reads held. At the bound, the oldest is dropped, and its node asks again. */
  private static final int LIMIT = 10_000;

  /**
   * A read.
   *
   * @param reader the node that asks; by asking in the leader's term it shows that it knows no
   *     later one
   * @param index the index from which on a state is fresh enough
   * @param round the round that a majority must have answered, or a later one
   */
  record Read(NodeId reader, long ticket, long index, long round) {}

  private final Deque<Read> waiting = new ArrayDeque<>();

  void add(Read read) {
    if (waiting.size() >= LIMIT) {
      waiting.remove();
    }
    waiting.add(read);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The oldest read; null for none. */
  @Nullable Read first() {
    return waiting.peek();
  }

  void removeFirst() {
    waiting.remove();
  }
}
