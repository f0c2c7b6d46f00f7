package dev.tattle.bench.report;

import dev.tattle.bench.net.JournaledMessage;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first {@value #MAX_ROWS} messages as columns, one row each in the order of sending. {@code
 * sent} is in µs since the row before. {@code delay} is in µs, -1 if not received. {@code answers}
 * is the row of the request that the message answers, -1 for none.
 */
final class MessageTable {
  static final int MAX_ROWS = 20_000;
  private static final int MAX_TYPES = 100;
  private static final int MAX_BODY = 400;
  private static final long MAX_BODIES = 2_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final NetJournal journal;
  private final Names names = new Names(MAX_ROWS);
  private final Names types = new Names(MAX_TYPES);
  private final Excerpts bodies = new Excerpts(MAX_BODY, MAX_BODIES);
  private final Map<Call, Integer> requests = new LinkedHashMap<>();

  /** The request that a reply names. */
  private record Call(NodeId caller, NodeId callee, long msgId) {}

  MessageTable(NetJournal journal) {
    this.journal = journal;
  }

  /** The messages that the table shows. */
  static List<JournaledMessage> shown(NetJournal journal) {
    return journal.messages().subList(0, Math.min(MAX_ROWS, journal.messages().size()));
  }

  Json json() {
    Columns columns = new Columns("src", "dest", "type", "sent", "delay", "answers", "body");
    long previous = 0;
    int row = 0;
    for (JournaledMessage message : shown(journal)) {
      long sent = message.sentNanos() / NANOS_PER_MICRO;
      columns.add(
          Json.of(names.number(message.src().name())),
          Json.of(names.number(message.dest().name())),
          Json.of(types.number(message.type())),
          Json.of(sent - previous),
          Json.of(delayMicros(message)),
          Json.of(answered(message)),
          bodies.of(message.body()));
      if (message.msgId() != null) {
        requests.put(new Call(message.src(), message.dest(), message.msgId()), row);
      }
      previous = sent;
      row++;
    }
    Map<String, Json> fields = columns.fields();
    fields.put("names", names.json());
    fields.put("types", types.json());
    fields.put("leftOut", Json.of(journal.messages().size() - row + journal.leftOut()));
    return new Json.Obj(fields);
  }

  private static long delayMicros(JournaledMessage message) {
    Long received = message.receivedNanos();
    return received == null ? -1 : (received - message.sentNanos()) / NANOS_PER_MICRO;
  }

  private int answered(JournaledMessage reply) {
    @Nullable Long msgId = reply.inReplyTo();
    return msgId == null
        ? -1
        : requests.getOrDefault(new Call(reply.dest(), reply.src(), msgId), -1);
  }
}
