package dev.tattle.runtime.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.runtime.cluster.http.HttpLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Hostile clients can't keep a node from serving the others. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class HostileClientsTest {
  private static final int MOST = 20;
  private static final int BODY_BYTES = 1 << 20;

  private final List<Socket> sockets = new ArrayList<>();
  private RunningCluster cluster;

  @BeforeEach
  void start() throws Exception {
    HttpLimits limits = HttpLimits.DEFAULT.withConnections(MOST);
    cluster = new RunningCluster(1, FakeCountersNode::new, null, limits);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    assertThat(cluster.get(0, "/increment").statusCode()).isEqualTo(200);
    assertThat(cluster.log()).doesNotContain("a request failed");
    cluster.close();
  }

  private Socket open(String begin) throws IOException {
    Socket socket = new Socket("localhost", cluster.node(0).clients().port());
    sockets.add(socket);
    socket.getOutputStream().write(begin.getBytes(UTF_8));
    return socket;
  }

  private static String head(String path, long bodyBytes) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
        .formatted(path, bodyBytes);
  }

  /** What the server says until it closes the connection. */
  private static String answer(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private boolean isServed() {
    // A new client each time, like other clients that have no connection yet.
    try (Socket socket = new Socket("localhost", cluster.node(0).clients().port())) {
      String request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return answer(socket).contains("200 OK");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whoSaysNothingGivesWay() throws Exception {
    for (int i = 0; i < 3 * MOST; i++) {
      open("");
    }
    RunningCluster.await(this::isServed);
    assertThat(cluster.metric(0, "tattle_http_connections")).isLessThanOrEqualTo(MOST + 100);
  }

  @Test
  void whoNeverEndsARequestGivesWay() throws Exception {
    for (int i = 0; i < MOST; i++) {
      open("GET /counter HTTP/1.1\r\nHost: local");
    }
    RunningCluster.await(this::isServed);
    assertThat(answer(sockets.get(0))).isEmpty();
  }

  @Test
  void thereIsRoomForSoManyBodiesOnly() throws Exception {
    String part = " ".repeat(BODY_BYTES / 16 * 15);
    String head = head("/counters:batch", BODY_BYTES);
    // Each has its place among the connections, but not all of them have room for their bodies.
    HttpLimits limits = HttpLimits.DEFAULT.withConnections(100);
    try (RunningCluster large = new RunningCluster(1, FakeCountersNode::new, null, limits)) {
      for (int i = 0; i < 70; i++) {
        Socket socket = new Socket("localhost", large.node(0).clients().port());
        sockets.add(socket);
        socket.getOutputStream().write((head + part).getBytes(UTF_8));
      }
      RunningCluster.await(() -> sockets.stream().anyMatch(HostileClientsTest::hasAnswer));
      Socket refused = sockets.stream().filter(HostileClientsTest::hasAnswer).findFirst().get();
      assertThat(answer(refused)).contains("503").contains("too many large requests");
      assertThat(large.get(0, "/increment").statusCode()).isEqualTo(200);
    }
  }

  private static boolean hasAnswer(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatIsNoRequestIsToldAndClosed() throws Exception {
    for (String garbage :
        List.of(
            "GET\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n",
            "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /increment HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")) {
      assertThat(answer(open(garbage)))
          .as(garbage.substring(0, Math.min(60, garbage.length())))
          .containsPattern("^HTTP/1\\.[01] 4")
          .contains("expected");
    }
  }

  @Test
  void bodiesThatAreNoneAreToldWhy() throws Exception {
    for (String body :
        List.of(
            "{",
            "[".repeat(100_000),
            "{\"a\":".repeat(50_000),
            "{\"changes\":1}",
            "{\"changes\":[1,{},[]]}",
            "{\"changes\":[{\"counter\":1,\"delta\":\"x\"}]}",
            "\u0000",
            "nul",
            "{\"changes\":[" + "{\"counter\":\"a\",\"delta\":1},".repeat(20_000) + "{}]}")) {
      Socket socket =
          open(
              "POST /counters:batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Content-Length: %d\r\n\r\n".formatted(body.getBytes(UTF_8).length)
                  + body);
      assertThat(answer(socket))
          .as(body.substring(0, Math.min(60, body.length())))
          .startsWith("HTTP/1.1 4")
          .contains("expected");
    }
  }

  /** A connection of HTTP/2 that is none: the preface, and then anything. */
  @Test
  void framesOfHttp2ThatAreNoneCloseTheConnection() throws Exception {
    String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    for (String frames :
        List.of(
            "garbage that is no frame at all", "\0\0\0\u0004\u0001\0\0\0\0", "\u00ff".repeat(99))) {
      answer(open(preface + frames)); // Ends.
    }
  }
}
