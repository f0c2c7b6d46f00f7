package dev.tattle.sim;

import java.util.PriorityQueue;

/**
 * Events in order of their time, and in the order in which they were added where the time is equal.
 *
 * <p>Thread rule: one thread.
 */
public final class EventQueue {
  /** What {@link #nextTimeNanos} says of an empty queue. */
  public static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long added;

  public void add(long timeNanos, Runnable event) {
    entries.add(new Entry(timeNanos, added++, event));
  }

  /** When the first event is due; {@link #NEVER} where there is none. */
  public long nextTimeNanos() {
    Entry first = entries.peek();
    return first == null ? NEVER : first.timeNanos;
  }

  /** Takes the first event away. The queue must not be empty. */
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
