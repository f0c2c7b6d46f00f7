package dev.tattle.perf;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs clients that each send the next request once they have an answer (a closed loop).
 *
 * <p>Thread rule: everything runs on the caller's thread.
 */
final class ClosedLoop implements AutoCloseable {
  /** A measurement with more answers ends early. */
  private static final int MAX_ANSWERS = 1_000_000;

  private final Requested request;
  private final Duration patience;
  private final Selector selector;
  private long[] latencies = new long[1 << 12];
  private int answers;
  private int failures;
  private int open;
  private boolean isSending;
  private long answeredNanos;

  /**
   * Begins to connect clients, to each of the servers in turn.
   *
   * @param patience for the next answer of any client
   */
  ClosedLoop(
      List<? extends SocketAddress> servers, int clients, Requested request, Duration patience)
      throws IOException {
    this.request = request;
    this.patience = patience;
    selector = Selector.open();
    try {
      for (int i = 0; i < clients; i++) {
        new LoadClient(servers.get(i % servers.size()), request.dialogue(), selector);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Sends requests for this time, and waits for all answers.
   *
   * @throws PerfException if answers are missing
   */
  LoadResult run(Duration time) throws IOException, PerfException, InterruptedException {
    answers = 0;
    failures = 0;
    isSending = true;
    long beganNanos = System.nanoTime();
    answeredNanos = beganNanos;
    sendIdle();
    while (isSending || open > 0) {
      turn();
      long now = System.nanoTime();
      isSending &= now - beganNanos < time.toNanos() && answers < MAX_ANSWERS;
      if (now - answeredNanos > patience.toNanos()) {
        throw new PerfException("no answer within %d ms".formatted(patience.toMillis()));
      }
    }
    if (answers == 0) {
      throw new PerfException("no answer");
    }
    double seconds = (answeredNanos - beganNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    return new LoadResult(
        selector.keys().size(),
        answers / seconds,
        request.adds(),
        new Quantiles(Arrays.copyOf(latencies, answers)),
        failures);
  }

  private void turn() throws IOException, PerfException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    selector.select(patience.toMillis() + 1);
    for (SelectionKey key : selector.selectedKeys()) {
      LoadClient client = (LoadClient) key.attachment();
      if (client.onReady()) {
        onAnswer(client);
      }
      if (isSending && client.isIdle()) {
        send(client);
      }
    }
    selector.selectedKeys().clear();
  }

  private void onAnswer(LoadClient client) {
    answeredNanos = System.nanoTime();
    open--;
    failures += client.isSuccess() ? 0 : 1;
    if (answers == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * answers);
    }
    latencies[answers++] = answeredNanos - client.sentNanos();
  }

  private void sendIdle() throws IOException {
    for (SelectionKey key : selector.keys()) {
      LoadClient client = (LoadClient) key.attachment();
      if (client.isIdle()) {
        send(client);
      }
    }
  }

  private void send(LoadClient client) throws IOException {
    open++;
    client.send();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
