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
 * Reads and decodes lines until the stream ends or the inbox is closed. A line ends with LF, CR LF
 * or the end of the stream; blank lines are passed over. Lines that arrive together are put into
 * the inbox together, which spares both threads most of their waking up.
 */
final class MessageReader implements Runnable {
  // Well below the inbox's bounds, so that the node works while the next lines are decoded.
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
      // A blank line may be the last for a long time, and what came before it must not wait.
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
