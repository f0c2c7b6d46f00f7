package dev.tattle.bench.net;

import dev.tattle.core.Message;
import dev.tattle.sim.Network;
import dev.tattle.wire.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Logs the messages that the options ask for, and passes all on to another journal. */
public record LoggingJournal(
    boolean logsSends, boolean logsReceives, Consumer<String> log, Network.Journal next)
    implements Network.Journal {
  @Override
  public void onSend(long id, Message message) {
    if (logsSends) {
      log.accept("send " + line(id, message));
    }
    next.onSend(id, message);
  }

  @Override
  public void onReceive(long id, Message message) {
    if (logsReceives) {
      log.accept("recv " + line(id, message));
    }
    next.onReceive(id, message);
  }

  private static String line(long id, Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      MessageCodec.encode(id, message, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    return bytes.toString(StandardCharsets.US_ASCII).stripTrailing();
  }
}
