package dev.tattle.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A server with little memory and hostile clients stays up and serves the others. Its heap is 128
 * MB, so memory without a bound would end it.
 */
@Execution(ExecutionMode.CONCURRENT)
class HostileServiceIT {
  private static final int IDLE = 10_000;
  private static final int BODIES = 400;
  private static final int BODY_BYTES = 990_000;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final long BYTES_OF_A_PROCESS = 600L << 20;

  @TempDir private Path directory;
  private final List<SocketChannel> open = new ArrayList<>();
  private int port;
  private Process server;

  @BeforeEach
  void start() throws Exception {
    port = CounterServiceIT.freePorts();
    Path counter = Launchers.ROOT.resolve("maelstrom/counter");
    ProcessBuilder builder =
        new ProcessBuilder(
                counter.toString(),
                "serve",
                "--addr",
                "localhost:" + port,
                "--data-dir",
                directory.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().put("TATTLE_JAVA_OPTS", "-Xmx128m -XX:+ExitOnOutOfMemoryError");
    server = builder.start();
    awaitServed();
  }

  @AfterEach
  void stop() throws Exception {
    closeAll();
    server.destroyForcibly().waitFor();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(new InetSocketAddress("localhost", port));
    open.add(channel);
    return channel;
  }

  private void closeAll() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
    open.clear();
  }

  private static String post(String path, int bodyBytes, String more) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n"
        .formatted(path, bodyBytes, more);
  }

  private boolean isServed() {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(5_000);
      String request = post("/increment", 0, "Connection: close\r\n");
      socket.getOutputStream().write(request.getBytes(UTF_8));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), UTF_8).startsWith("HTTP/1.1 200");
      }
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitServed() throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    while (!isServed()) {
      assertThat(server.isAlive()).as(log()).isTrue();
      assertThat(Instant.now()).as("no answer\n" + log()).isBefore(end);
      Thread.onSpinWait();
    }
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  private long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return 0;
  }

  /** Writes while the server reads. */
  private static void write(SocketChannel channel, String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      channel.configureBlocking(false);
      int idle = 0;
      while (bytes.hasRemaining() && idle < 1_000) {
        idle = channel.write(bytes) == 0 ? idle + 1 : 0;
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  @Test
  void nothingThatClientsDoEndsIt() throws Exception {
    for (int i = 0; i < IDLE; i++) {
      connect();
    }
    awaitServed();
    closeAll();

    String head = post("/counters:batch", 1_000_000, "");
    String part = " ".repeat(BODY_BYTES);
    for (int i = 0; i < BODIES; i++) {
      write(connect(), head + part);
    }
    awaitServed();
    closeAll();

    String pipelined =
        "GET /counters?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20_000);
    for (int i = 0; i < 5; i++) {
      write(connect(), pipelined); // And reads nothing.
    }
    awaitServed();
    closeAll();

    for (int i = 0; i < 200; i++) {
      write(connect(), PREFACE + "\u00ff\0".repeat(i));
      write(connect(), "\u0001".repeat(i) + "\r\n\r\n");
    }
    awaitServed();

    assertThat(log()).doesNotContain("ERROR").doesNotContain("SEVERE").doesNotContain("\tat ");
    assertThat(residentBytes()).isLessThan(BYTES_OF_A_PROCESS);
  }
}
