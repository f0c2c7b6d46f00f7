package dev.tattle.bench.net;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The messages of one run, in the order in which they were sent.
 *
 * @param messages the first ones; {@link JournalRecorder} says how many
 * @param leftOut how many came after them
 */
public record NetJournal(List<JournaledMessage> messages, long leftOut) {
  public NetJournal {
    messages = List.copyOf(messages);
  }

  /** How much of the run it holds, for {@code results.json}. */
  public Json json() {
    return Json.object(
        "message-count", Json.of(messages.size()), "left-out-count", Json.of(leftOut));
  }

  /**
   * Writes {@code {"id","src","dest","sent","received","body"}}, one message a line; {@code
   * "received"} is null where it was not.
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
