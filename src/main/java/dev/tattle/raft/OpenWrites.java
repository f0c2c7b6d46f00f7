package dev.tattle.raft;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Weight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the writes of this node's clients that have no result yet. They go to the leader in
 * submissions, and go again if they make no progress. {@link Sessions} ensures that each happens
 * once.
 */
final class OpenWrites {
  // Below 2^53, because others read it as JSON.
  private static final long SESSION_BOUND = 1L << 52;

  /** A write that waits. */
  static final class Write {
    private final Message request;
    private final Json command;
    private final long weight;
    private final long since;
    private final long arrivedNanos;
    private boolean isSent;

    Write(Message request, Json command, long since, long arrivedNanos) {
      this.request = request;
      this.command = command;
      weight = Weight.bytes(command);
      this.since = since;
      this.arrivedNanos = arrivedNanos;
    }

    Message request() {
      return request;
    }

    /** True if a leader may have it, so that its outcome is unknown. */
    boolean isSent() {
      return isSent;
    }
  }

  private final Environment environment;
  private final RaftSettings settings;
  private final String session;
  private final NavigableMap<Long, Write> open = new TreeMap<>();

  /** The last number of each submission that has open writes, oldest first. */
  private final Deque<Long> inFlight = new ArrayDeque<>();

  private long openBytes;
  private long next;

  /** Writes from this number on were not sent to the present leader. */
  private long unsentFrom;

  private long progressNanos;

  OpenWrites(Environment environment, RaftSettings settings) {
    this.environment = environment;
    this.settings = settings;
    session = environment.self() + "-" + environment.random().nextLong(SESSION_BOUND);
  }

  String session() {
    return session;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  boolean isFull() {
    return open.size() >= settings.openRequests() || openBytes >= settings.openBytes();
  }

  /** Adds a write that is new, and so is not in the log up to index {@code since}. */
  void add(Message request, Json command, long since) {
    Write write = new Write(request, command, since, environment.nowNanos());
    open.put(next, write);
    openBytes += write.weight;
    next++;
  }

  private long floor() {
    return open.isEmpty() ? next : open.firstKey();
  }

  /** The submission to send to the leader now; null for none. */
  @Nullable Submission nextToSend() {
    NavigableMap<Long, Write> unsent = open.tailMap(unsentFrom, true);
    if (unsent.isEmpty() || inFlight.size() >= settings.messagesInFlight()) {
      return null;
    }
    Map<Long, Json> commands = new LinkedHashMap<>();
    long since = Long.MAX_VALUE;
    long bytes = 0;
    for (Map.Entry<Long, Write> entry : unsent.entrySet()) {
      Write write = entry.getValue();
      bytes += write.weight;
      boolean isFull =
          commands.size() >= settings.entriesAMessage() || bytes > settings.bytesAMessage();
      if (isFull && !commands.isEmpty()) {
        break;
      }
      commands.put(entry.getKey(), write.command);
      since = Math.min(since, write.since);
    }
    return new Submission(session, floor(), since, commands);
  }

  /** Notes that these writes are on their way, so that their outcome is unknown. */
  void sending(Submission submission) {
    if (inFlight.isEmpty()) {
      progressNanos = environment.nowNanos();
    }
    long last = unsentFrom;
    for (Long number : submission.commands().keySet()) {
      Write write = open.get(number);
      if (write != null) {
        write.isSent = true;
      }
      last = number;
    }
    unsentFrom = last + 1;
    if (last >= floor()) {
      inFlight.add(last); // Else all have ended already: this node is its own majority.
    }
  }

  /** Ends a write and returns it; null if nobody waits for it any more. */
  @Nullable Write end(long number) {
    Write write = open.remove(number);
    if (write != null) {
      openBytes -= write.weight;
    }
    forgetEnded();
    return write;
  }

  /** Makes room for the next submission if all writes of one have ended. */
  private void forgetEnded() {
    while (!inFlight.isEmpty() && inFlight.element() < floor()) {
      inFlight.remove();
      progressNanos = environment.nowNanos();
    }
  }

  /** Makes all writes unsent: they go to another leader, or once more to this one. */
  void sendAgain() {
    unsentFrom = floor();
    inFlight.clear();
  }

  /** True if the writes that were sent make no progress. */
  boolean isStuck() {
    return !inFlight.isEmpty()
        && environment.nowNanos() - progressNanos >= settings.resend().toNanos();
  }

  /** Takes out the writes that no leader can have got. */
  List<Write> takeUnsent() {
    List<Write> unsent = new ArrayList<>();
    Iterator<Write> all = open.values().iterator();
    while (all.hasNext()) {
      Write write = all.next();
      if (!write.isSent) {
        unsent.add(write);
        openBytes -= write.weight;
        all.remove();
      }
    }
    return unsent;
  }

  /** Takes out the writes that have waited too long. */
  List<Write> takeOverdue() {
    List<Write> overdue = new ArrayList<>();
    long beforeNanos = environment.nowNanos() - settings.patience().toNanos();
    while (!open.isEmpty() && open.firstEntry().getValue().arrivedNanos <= beforeNanos) {
      Write write = open.pollFirstEntry().getValue();
      openBytes -= write.weight;
      overdue.add(write);
    }
    forgetEnded();
    return overdue;
  }

  /** Takes out all writes. */
  List<Write> takeAll() {
    List<Write> all = new ArrayList<>(open.values());
    open.clear();
    openBytes = 0;
    return all;
  }

  boolean checkInvariants() {
    assert !open.isEmpty() || openBytes == 0 : "a write that is gone still weighs";
    assert unsentFrom <= next : "a write was sent that does not exist";
    assert inFlight.size() <= settings.messagesInFlight() : "too many submissions";
    return true;
  }
}
