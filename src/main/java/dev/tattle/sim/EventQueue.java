package dev.tattle.sim;

import java.util.PriorityQueue;

/**
 * Holds events in order of their time. Events with equal times keep the order in which they were
 * added.
 *
 * <p>Thread rule: one thread.
 */
public final class EventQueue {
  /** The time that {@link #nextTimeNanos} returns for an empty queue. */
  public static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long added;

  public void add(long timeNanos, Runnable event) {
    entries.add(new Entry(timeNanos, added++, event));
  }

  /** The time of the first event, or {@link #NEVER} if the queue is empty. */
  public long nextTimeNanos() {
    Entry first = entries.peek();
    return first == null ? NEVER : first.timeNanos;
  }

  /** Removes the first event. The queue must not be empty. */
  public Runnable removeFirst() {
    return entries.remove().event;
  }

  private record Entry(long timeNanos, long order, Runnable event) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(timeNanos, other.timeNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
