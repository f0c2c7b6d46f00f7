package dev.tattle.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue of the lines that were read and not handled yet. It bounds both lines and bytes.
 * At a bound, {@link #put} waits, so the pipe fills and the sender waits too; {@link #offer}
 * refuses. A line longer than the bound gets in when the inbox is empty.
 *
 * <p>Thread rule: readers put, one node takes, any thread closes.
 */
public final class Inbox {
  public static final int MAX_LINES = 10_000;
  static final int MAX_BYTES = 16 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Inbound> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean closed;

  /** Adds lines of this many bytes in all. Waits for room. Returns false if the inbox is closed. */
  public boolean put(List<Inbound> lines, long bytes) {
    lock.lock();
    try {
      while (!closed && !hasRoomFor(lines.size(), bytes, 1)) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      waiting.addAll(lines);
      waitingBytes += bytes;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds lines of this many bytes in all if there is room for all of them. Never waits. Returns
   * false if there is no room.
   */
  public boolean offer(List<Inbound> lines, long bytes) {
    return offer(lines, bytes, 1);
  }

  /**
   * Like {@link #offer}, but for messages that can be dropped: it leaves half of the room to
   * others.
   */
  public boolean offerSpare(List<Inbound> lines, long bytes) {
    return offer(lines, bytes, 2);
  }

  private boolean offer(List<Inbound> lines, long bytes, int part) {
    lock.lock();
    try {
      if (closed || !hasRoomFor(lines.size(), bytes, part)) {
        return false;
      }
      waiting.addAll(lines);
      waitingBytes += bytes;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses further lines. The lines that wait can still be taken. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether the inbox is closed and empty. */
  boolean isFinished() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes all lines that wait. If there are none, waits for some at most this long and then returns
   * an empty list.
   */
  List<Inbound> take(long timeoutNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = timeoutNanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Inbound> taken = waiting;
      waiting = new ArrayList<>();
      waitingBytes = 0;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a thread waits for room or for lines. */
  boolean hasWaiters() {
    lock.lock();
    try {
      return lock.hasWaiters(changed);
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoomFor(int lines, long bytes, int part) {
    return waiting.isEmpty()
        || (waiting.size() + lines <= MAX_LINES / part && waitingBytes + bytes <= MAX_BYTES / part);
  }
}
