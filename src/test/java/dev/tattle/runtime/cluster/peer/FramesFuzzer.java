package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Message;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/** Reads bytes as frames of a connection, in parts of two sizes. Jazzer calls it. */
public final class FramesFuzzer {
  private FramesFuzzer() {}

  private static final class Told implements Frames.Receiver {
    private final StringBuilder messages = new StringBuilder();
    private int problems;

    @Override
    public void onMessage(Message message, int bytes) {
      if (problems > 0) {
        throw new IllegalStateException("a message after a problem");
      }
      messages.append(message).append('\n');
      try {
        messages.append(Hello.of(message)).append('\n');
      } catch (IllegalArgumentException e) {
        messages.append("no hello\n");
      }
    }

    @Override
    public void onHostile(String problem) {
      if (++problems > 1) {
        throw new IllegalStateException("a problem after a problem");
      }
    }
  }

  private static Told read(byte[] data, int partBytes) {
    Told told = new Told();
    Handler<Buffer> reader = Frames.reader(told);
    for (int from = 0; from < data.length; from += partBytes) {
      int end = Math.min(data.length, from + partBytes);
      reader.handle(Buffer.buffer(data).slice(from, end));
    }
    return told;
  }

  /** Fails by what it throws. */
  public static void fuzzerTestOneInput(byte[] data) {
    Told small = read(data, 3);
    Told whole = read(data, Math.max(1, data.length));
    if (!small.messages.toString().equals(whole.messages.toString())
        || small.problems != whole.problems) {
      throw new IllegalStateException("the parts decide what is read");
    }
  }
}
