package dev.tattle.raft;

import dev.tattle.core.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads that wait until their leader knows that it still led when they came (thesis 6.4): a round
 * of heartbeats serves all reads that came before it began.
 */
final class Reads {
  /** One more, and the oldest is forgotten: who wants it asks again. */
  private static final int LIMIT = 10_000;

  /**
   * A read.
   *
   * @param reader who asks; by asking in the leader's term it has shown that it knows no later one
   * @param index a state of this index is fresh enough
   * @param round a majority must have answered this round, or a later one
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

  /** The oldest; null for none. */
  @Nullable Read first() {
    return waiting.peek();
  }

  void removeFirst() {
    waiting.remove();
  }
}
