package dev.tattle.bench.net;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The messages of one run, in the order in which they were sent.
 *
 * @param messages the first ones, up to the limits of {@link JournalRecorder}
 * @param leftOut the number of messages after them
 */
public record NetJournal(List<JournaledMessage> messages, long leftOut) {
  public NetJournal {
    messages = List.copyOf(messages);
  }

  /** The numbers of kept and left-out messages, for {@code results.json}. */
  public Json json() {
    return Json.object(
        "message-count", Json.of(messages.size()), "left-out-count", Json.of(leftOut));
  }

  /**
   * Writes one message a line: {@code {"id","src","dest","sent","received","body"}}. {@code
   * "received"} is null if the message was not received.
   */
  public void write(OutputStream out) throws IOException {
    for (JournaledMessage message : messages) {
      Json.Obj head =
          (Json.Obj)
              Json.object(
                  "id", Json.of(message.id()),
                  "src", Json.of(message.src()),
                  "dest", Json.of(message.dest()),
                  "sent", Json.of(message.sentNanos()),
                  "received", received(message));
      JsonCodec.writeLine(head, "body", message.body(), out);
    }
  }

  private static Json received(JournaledMessage message) {
    Long nanos = message.receivedNanos();
    return nanos == null ? Json.NULL : Json.of(nanos);
  }
}
