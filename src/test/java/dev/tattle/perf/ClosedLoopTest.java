package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Puts load on a small server that answers every request with the same bytes. */
class ClosedLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final LoadRequest REQUEST = LoadRequest.increment();

  private final AtomicInteger requests = new AtomicInteger();
  private ServerSocket server;
  private volatile List<String> parts = List.of();

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private interface Job {
    void run() throws IOException;
  }

  private static void start(Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (IOException closed) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = client.getInputStream();
      int length = REQUEST.bytes().length;
      while (in.readNBytes(length).length == length) {
        requests.incrementAndGet();
        for (String part : parts) {
          client.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private LoadResult run(int clients, Duration patience, String... answer) throws Exception {
    parts = List.of(answer);
    SocketAddress address = server.getLocalSocketAddress();
    try (ClosedLoop loop = new ClosedLoop(List.of(address), clients, REQUEST, patience)) {
      return loop.run(Duration.ofMillis(50));
    }
  }

  @Test
  void eachClientSendsItsNextRequestOnceItHasAnAnswer() throws Exception {
    LoadResult result = run(3, PATIENCE, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "\r\n{", "}");
    assertThat(result.clients()).isEqualTo(3);
    assertThat(result.failures()).isZero();
    assertThat(result.perSecond()).isPositive();
    assertThat(result.latencies().count()).isEqualTo(requests.get()).isGreaterThan(3);
  }

  @Test
  void answersThatAreNoSuccessAreCounted() throws Exception {
    LoadResult result =
        run(1, PATIENCE, "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
    assertThat(result.failures()).isEqualTo(result.latencies().count()).isPositive();
  }

  @Test
  void whatIsNoAnswerEndsTheMeasure() {
    assertThatThrownBy(() -> run(1, PATIENCE, "HTTP/1.1 200 OK\r\n\r\n"))
        .isInstanceOf(PerfException.class)
        .hasMessage("an answer without Content-Length: HTTP/1.1 200 OK");
    assertThatThrownBy(() -> run(1, Duration.ofMillis(100), "HTTP/1.1 200 OK\r\n"))
        .isInstanceOf(PerfException.class)
        .hasMessage("no answer within 100 ms");
  }
}
