package dev.tattle.perf;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One client of a load: a connection with one open request at a time.
 *
 * <p>Thread rule: the thread of the selector.
 */
final class LoadClient {
  /** The longest answer; a longer one fails the measurement. */
  private static final int MAX_ANSWER = 1 << 16;

  private final Dialogue dialogue;
  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer out = ByteBuffer.allocate(0);
  private final ByteBuffer in = ByteBuffer.allocate(MAX_ANSWER);
  private long sentNanos;
  private boolean isOpen;
  private boolean isSuccess;

  /** Begins to connect. The selector's keys carry their clients. */
  LoadClient(SocketAddress server, Dialogue dialogue, Selector selector) throws IOException {
    this.dialogue = dialogue;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    if (channel.connect(server)) {
      key.interestOps(0);
    }
  }

  /** True once it is connected and has no open request. */
  boolean isIdle() {
    return channel.isConnected() && !isOpen;
  }

  /** Sends the next request. */
  void send() throws IOException {
    sentNanos = System.nanoTime();
    isOpen = true;
    say();
  }

  private void say() throws IOException {
    out = ByteBuffer.wrap(dialogue.next());
    write();
  }

  /** When the last request was sent, by {@link System#nanoTime}. */
  long sentNanos() {
    return sentNanos;
  }

  /** True if the last answer was a success. */
  boolean isSuccess() {
    return isSuccess;
  }

  /**
   * Continues with what the channel is ready for.
   *
   * @return true if the answer is complete
   */
  boolean onReady() throws IOException, PerfException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(0);
    } else if (key.isWritable()) {
      write();
    } else if (key.isReadable()) {
      return read();
    }
    return false;
  }

  private void write() throws IOException {
    channel.write(out);
    key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private boolean read() throws IOException, PerfException {
    if (channel.read(in) < 0) {
      throw new PerfException("it closed a connection");
    }
    int length = dialogue.length(in.array(), in.position());
    if (length == Dialogue.MORE) {
      if (!in.hasRemaining()) {
        throw new PerfException("an answer of more than " + MAX_ANSWER + " bytes");
      }
      return false;
    }
    Dialogue.Outcome outcome = dialogue.take(in.array(), length);
    in.flip().position(length);
    in.compact();
    if (outcome == Dialogue.Outcome.LOST) {
      say();
      return false;
    }
    isSuccess = outcome == Dialogue.Outcome.DONE;
    isOpen = false;
    return true;
  }
}
