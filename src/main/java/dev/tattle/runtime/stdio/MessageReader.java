package dev.tattle.runtime.stdio;

import dev.tattle.runtime.Inbound;
import dev.tattle.runtime.Inbox;
import dev.tattle.runtime.Log;
import dev.tattle.wire.LineFramer;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and decodes lines until the stream ends or the inbox is closed. A line ends with LF, with
 * CR LF or at the end of the stream. Blank lines are ignored. Lines that arrive together enter the
 * inbox together, so both threads wake up less often.
 */
final class MessageReader implements Runnable {
  // Well below the inbox's bounds, so that the node can work while the next lines are decoded.
  private static final int BATCH_LINES = Inbox.MAX_LINES / 10;

  private final LineFramer lines;
  private final Inbox inbox;
  private final Log log;

  MessageReader(InputStream in, Inbox inbox, Log log) {
    lines = new LineFramer(in);
    this.inbox = inbox;
    this.log = log;
  }

  @Override
  public void run() {
    try {
      readAll();
      log.info("the input has ended");
    } catch (IOException e) {
      log.info("the input is closed: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      inbox.put(List.of(new Inbound.ReaderFailed(e)), 0);
    } finally {
      inbox.close();
    }
  }

  private void readAll() throws IOException {
    List<Inbound> batch = new ArrayList<>();
    long bytes = 0;
    while (lines.next()) {
      if (lines.trim()) {
        batch.add(decode());
        bytes += lines.length();
      }
      // No line may follow a blank one for a long time, and the lines before it must not wait.
      boolean isWhole = batch.size() == BATCH_LINES || !lines.hasBufferedLine();
      if (isWhole && !batch.isEmpty()) {
        if (!inbox.put(batch, bytes)) {
          return;
        }
        batch = new ArrayList<>();
        bytes = 0;
      }
    }
  }

  private Inbound decode() {
    try {
      return new Inbound.Received(
          MessageCodec.decode(lines.buffer(), lines.offset(), lines.length()));
    } catch (WireException e) {
      return new Inbound.Malformed(e);
    }
  }
}
