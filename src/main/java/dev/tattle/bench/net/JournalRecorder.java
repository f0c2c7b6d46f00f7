package dev.tattle.bench.net;

import dev.tattle.core.Body;
import dev.tattle.core.Message;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records messages and passes them on to another journal. It keeps a body as text, because a tree
 * of values would take several times the memory. At either bound it only counts further messages.
 */
public final class JournalRecorder implements Network.Journal {
  private static final long NOT_RECEIVED = Long.MIN_VALUE;

  private final Scheduler scheduler;
  private final Bounds bounds;
  private final Network.Journal next;
  private final List<Entry> entries = new ArrayList<>();
  private long chars;
  private long leftOut;

  /** The limits: it keeps the first messages, while their bodies fit. */
  public record Bounds(int messages, long chars) {
    public static final Bounds DEFAULT = new Bounds(100_000, 64L << 20);
    public static final Bounds NOTHING = new Bounds(0, 0);
  }

  private static final class Entry {
    private final Message head;
    private final String body;
    private final long sentNanos;
    private long receivedNanos = NOT_RECEIVED;

    Entry(Message head, String body, long sentNanos) {
      this.head = head;
      this.body = body;
      this.sentNanos = sentNanos;
    }
  }

  public JournalRecorder(Scheduler scheduler, Bounds bounds, Network.Journal next) {
    this.scheduler = scheduler;
    this.bounds = bounds;
    this.next = next;
  }

  @Override
  public void onSend(long id, Message message) {
    if (leftOut > 0 || entries.size() == bounds.messages || !keep(message)) {
      leftOut++;
    }
    next.onSend(id, message);
  }

  @Override
  public void onReceive(long id, Message message) {
    if (id < entries.size()) {
      Entry entry = entries.get((int) id);
      // The first copy of a message that the network doubles counts as its receipt.
      if (entry.receivedNanos == NOT_RECEIVED) {
        entry.receivedNanos = scheduler.nowNanos();
      }
    }
    next.onReceive(id, message);
  }

  /** The messages so far; their times count from this time of the scheduler. */
  public NetJournal journal(long originNanos) {
    List<JournaledMessage> messages = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      Body head = entry.head.body();
      messages.add(
          new JournaledMessage(
              messages.size(),
              entry.head.src(),
              entry.head.dest(),
              head.type(),
              head.msgId(),
              head.inReplyTo(),
              entry.sentNanos - originNanos,
              entry.receivedNanos == NOT_RECEIVED ? null : entry.receivedNanos - originNanos,
              entry.body));
    }
    return new NetJournal(messages, leftOut);
  }

  private boolean keep(Message message) {
    String text = JsonCodec.format(MessageCodec.toJson(message.body()));
    chars += text.length();
    if (chars > bounds.chars) {
      return false;
    }
    Body body = message.body();
    Body head = new Body(body.type(), body.msgId(), body.inReplyTo(), Map.of());
    Message kept = new Message(message.src(), message.dest(), head);
    entries.add(new Entry(kept, text, scheduler.nowNanos()));
    return true;
  }
}
