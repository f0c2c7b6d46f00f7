package dev.tattle.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Runs {@code maelstrom/node} as a real process and holds the other ends of its pipes. */
final class RunningNode implements AutoCloseable {
  static final NodeId CLIENT = new NodeId("c1");
  static final NodeId SELF = new NodeId("n0");
  private static final String END = "";

  private final Path stderr;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Thread pump = new Thread(this::pump, "pump");

  /** Starts a process. The caller reads its stdout. */
  RunningNode(Path directory, List<String> command) throws IOException {
    stderr = directory.resolve("stderr.txt");
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(stderr.toFile())
            .start();
  }

  /** Starts a node and reads its stdout line by line. */
  static RunningNode start(Path directory, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(Launchers.NODE.toString()));
    command.addAll(List.of(args));
    return start(directory, command);
  }

  static RunningNode start(Path directory, List<String> command) throws IOException {
    RunningNode node = new RunningNode(directory, command);
    node.pump.start();
    return node;
  }

  private void pump() {
    byte[] bytes = new byte[1 << 16];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        written.write(bytes, 0, count);
        for (int i = 0; i < count; i++) {
          line.write(bytes[i]);
          if (bytes[i] == '\n') {
            lines.add(line.toString(UTF_8));
            line.reset();
          }
        }
      }
    } catch (IOException closed) {
      // The process is gone, and so is what it had to say.
    }
    lines.add(END);
  }

  OutputStream stdin() {
    return process.getOutputStream();
  }

  InputStream stdout() {
    return process.getInputStream();
  }

  /** Sends SIGTERM. */
  void terminate() {
    // Process.destroy would also close the pipes.
    process.toHandle().destroy();
  }

  void write(String text) throws IOException {
    stdin().write(text.getBytes(UTF_8));
    stdin().flush();
  }

  void send(Body body) throws IOException {
    MessageCodec.encode(new Message(CLIENT, SELF, body), stdin());
    stdin().flush();
  }

  /** Sends a request and returns the body of the next message to its client. */
  Body call(Body body) throws Exception {
    send(body);
    return next().body();
  }

  /** Initialises a cluster of one node, which has no peers. */
  void init() throws Exception {
    assertThat(call(initBody(0))).isEqualTo(Body.of("init_ok").withInReplyTo(0));
  }

  static Body initBody(long msgId) {
    return Body.of("init", "node_id", Json.of(SELF), "node_ids", Json.array(Json.of(SELF)))
        .withMsgId(msgId);
  }

  /** Returns the next message to the client. Skips messages to services. */
  Message next() throws Exception {
    while (true) {
      String line = lines.poll(Launchers.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as("a line within " + Launchers.PATIENCE).isNotNull().isNotEqualTo(END);
      Message message = decode(line);
      if (message.dest().equals(CLIENT)) {
        return message;
      }
    }
  }

  static Message decode(String line) throws WireException {
    return MessageCodec.decode(line.getBytes(UTF_8));
  }

  void endInput() throws IOException {
    stdin().close();
  }

  /** Waits for the end of the process; returns its status. */
  int await() throws InterruptedException {
    assertThat(process.waitFor(Launchers.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the node ends by itself")
        .isTrue();
    pump.join(Launchers.PATIENCE.toMillis());
    assertThat(pump.isAlive()).as("somebody else holds stdout open").isFalse();
    return process.exitValue();
  }

  /** Everything that it wrote to stdout. Call it after the process has ended. */
  String written() {
    return written.toString(UTF_8);
  }

  List<String> errors() throws IOException {
    return Files.readAllLines(stderr);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
