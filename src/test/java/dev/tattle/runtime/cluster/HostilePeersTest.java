package dev.tattle.runtime.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A node goes on whatever connects to its gossip port. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HostilePeersTest {
  private RunningCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = RunningCluster.of(1);
  }

  @AfterEach
  void stop() {
    assertThat(cluster.get(0, "/increment").statusCode()).isEqualTo(200);
    cluster.close();
  }

  private static Message hello(String id, String name) {
    return new Message(
        new NodeId(id),
        new NodeId("peer"),
        Body.of(
            "hello",
            "version",
            Json.of(1),
            "cluster",
            Json.of(name),
            "process",
            Json.of(7),
            "address",
            Json.of("127.0.0.1:1")));
  }

  private static Message message(String src, String dest, String type) {
    return new Message(new NodeId(src), new NodeId(dest), Body.of(type));
  }

  private Socket connect() throws IOException {
    return new Socket(cluster.gossip(0).host(), cluster.gossip(0).port());
  }

  private static void send(Socket socket, Message message) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    MessageCodec.encode(message, line);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(line.size());
    out.write(line.toByteArray());
    out.flush();
  }

  /** Waits until the node closes it. */
  private static void awaitClosed(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      while (in.read() >= 0) {
        // What the node says before.
      }
    } catch (IOException reset) {
      // Closed, too.
    }
  }

  private void assertRefused(String log, Message... messages) throws IOException {
    try (Socket socket = connect()) {
      for (Message message : messages) {
        send(socket, message);
      }
      awaitClosed(socket);
    }
    RunningCluster.await(() -> cluster.log().contains(log));
  }

  @Test
  void strangersAreRefused() throws IOException {
    assertRefused("not a hello", message("n2", "n1", "gossip"));
    assertRefused("it belongs to cluster 'other'", hello("n2", "other"));
    assertRefused("it has this node's id, n1", hello("n1", "test"));
    assertRefused("no node may be called api", hello("api", "test"));
    assertThat(cluster.get(0, "/peers").body()).contains("\"peers\":[]");
  }

  @Test
  void peersSpeakForThemselvesOnlyAndTellNobodyWhatItIs() throws IOException {
    Message hello = hello("n2", "test");
    assertRefused("it sent 'gossip' from n3 to n1", hello, message("n3", "n1", "gossip"));
    assertRefused("it sent 'gossip' from n1 to n1", hello, message("n1", "n1", "gossip"));
    assertRefused("it sent 'gossip' from n2 to n3", hello, message("n2", "n3", "gossip"));
    assertRefused("it sent 'init' from n2 to n1", hello, message("n2", "n1", "init"));
    assertRefused("it sent 'members' from n2 to n1", hello, message("n2", "n1", "members"));
  }

  @Test
  void whatIsNoMembershipClosesTheConnection() throws IOException {
    Message hello = hello("n2", "test");
    String problem = "it sent an invalid message: ";
    assertRefused(problem, hello, message("n2", "n1", "swim_ping"));
    assertRefused("type 'swim_bike'", hello, news("swim_bike", "[]"));
    assertRefused("made of members", hello, news("swim_gossip", "[1]"));
    assertRefused("target", hello, news("swim_ask", "[]"));
    assertRefused("it sent 'swim_ping' from n3 to n1", hello, message("n3", "n1", "swim_ping"));
    assertThat(cluster.metric(0, "tattle_members{state=\"alive\"}")).isEqualTo(1);
  }

  private static Message news(String type, String news) throws IOException {
    try {
      Json list = JsonCodec.parse(news.getBytes(UTF_8));
      Body body = Body.of(type, "number", Json.of(1), "target", Json.of("")).with("news", list);
      return new Message(new NodeId("n2"), new NodeId("n1"), body);
    } catch (WireException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aPeerThatFloodsKeepsNobodyOut() throws Exception {
    try (Socket socket = connect()) {
      send(socket, hello("n2", "test"));
      AtomicBoolean isOver = new AtomicBoolean();
      CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(socket, isOver::get));
      for (int i = 0; i < 10; i++) {
        assertThat(cluster.get(0, "/increment").statusCode()).isEqualTo(200);
      }
      isOver.set(true);
      flood.join();
    }
  }

  private static void flood(Socket socket, BooleanSupplier isOver) {
    try {
      while (!isOver.getAsBoolean()) {
        send(socket, message("n2", "n1", "told"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void bytesThatAreNoFramesCloseTheConnection() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      awaitClosed(socket);
    }
    RunningCluster.await(() -> cluster.log().contains("expected at most 4096"));
  }

  @Test
  void thoseThatSayNothingAreFew() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 65; i++) {
        sockets.add(connect());
      }
      awaitClosed(sockets.get(0)); // Gives way.
      awaitClosed(sockets.get(64)); // After 5 s without a hello.
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    RunningCluster.await(() -> cluster.log().contains("no hello came in time"));
    assertThat(cluster.log()).contains("more than 64 connections have not identified themselves");
  }

  @Test
  void connectionsOfClientsBeyondTheLimitAreToldWhy() throws Exception {
    HttpLimits two = HttpLimits.DEFAULT.withConnections(2);
    try (RunningCluster small = new RunningCluster(1, FakeCountersNode::new, null, two);
        Socket first = new Socket("localhost", small.node(0).clients().port());
        Socket second = new Socket("localhost", small.node(0).clients().port())) {
      // The client of the cluster has one already.
      byte[] request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8);
      first.getOutputStream().write(request);
      second.getOutputStream().write(request);
      String firstLine =
          new BufferedReader(new InputStreamReader(first.getInputStream(), UTF_8)).readLine();
      String answer = new String(second.getInputStream().readAllBytes(), UTF_8);
      assertThat(firstLine).contains("200 OK");
      assertThat(answer).contains("503").contains("all 2 connections are in use");
    }
  }
}
