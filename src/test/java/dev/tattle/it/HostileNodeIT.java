package dev.tattle.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.RpcError;
import dev.tattle.wire.MessageCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real node that gets hostile input, or is stopped in the middle of its work. */
class HostileNodeIT {
  private static final int SIGTERM_STATUS = 128 + 15;

  @TempDir Path directory;
  private RunningNode node;

  @BeforeEach
  void start() throws IOException {
    node = RunningNode.start(directory);
  }

  @AfterEach
  void kill() {
    node.close();
  }

  private static Body echo(long msgId, String payload) {
    return Body.of("echo", "echo", Json.of(payload)).withMsgId(msgId);
  }

  private static Body echoOk(long msgId, String payload) {
    return Body.of("echo_ok", "echo", Json.of(payload)).withInReplyTo(msgId);
  }

  /** Checks that the node still works and has written nothing else. */
  private void assertLivesOn() throws Exception {
    assertThat(node.call(echo(999, "alive?"))).isEqualTo(echoOk(999, "alive?"));
    node.endInput();
    assertThat(node.await()).isZero();
  }

  private static void assertError(Body reply, RpcError error, long msgId) {
    assertThat(reply.type()).isEqualTo("error");
    assertThat(reply.inReplyTo()).isEqualTo(msgId);
    assertThat(reply.json("code")).as(reply.toString()).isEqualTo(Json.of(error.code()));
    assertThat(reply.text("text")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello world",
        "{\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"type\":\"echo\",\"msg_id\":5",
        "\"text\"",
        "[]",
        "{}",
        "{\"src\":\"c1\",\"dest\":\"n0\"}",
        "{\"src\":\"c1\",\"dest\":\"n0\",\"body\":{}}",
        "{\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"type\":\"echo\",\"msg_id\":\"five\"}}",
        "\u0000\u0001\u007f",
      })
  void garbageIsOneLineInTheLogAndAnsweredToNobody(String garbage) throws Exception {
    node.init();
    node.write(garbage + "\n");
    assertLivesOn();
    assertThat(node.errors()).hasSize(1);
    assertThat(node.written().lines()).hasSize(2);
  }

  @Test
  void aLineInPiecesIsOneMessage() throws Exception {
    node.init();
    String line =
        "{\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"type\":\"echo\",\"echo\":\"é\",\"msg_id\":7}}\n";
    for (byte piece : line.getBytes(UTF_8)) {
      node.stdin().write(piece);
      node.stdin().flush();
    }
    assertThat(node.next().body()).isEqualTo(echoOk(7, "é"));
  }

  @Test
  void halfALineAtTheEndOfInputIsPassedOver() throws Exception {
    node.init();
    node.write("{\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"type\":\"echo\",\"ec");
    node.endInput();
    assertThat(node.await()).isZero();
    assertThat(node.written().lines()).hasSize(1);
  }

  @Test
  void fiveMegabytesOnOneLineComeBack() throws Exception {
    String payload = "x".repeat(5 << 20);
    node.init();
    // Compared as a boolean: a failure must not print ten megabytes.
    assertThat(node.call(echo(1, payload)).equals(echoOk(1, payload))).isTrue();
    assertLivesOn();
  }

  @Test
  void requestsBeforeInitAreToldToComeLater() throws Exception {
    assertError(node.call(echo(3, "early")), RpcError.TEMPORARILY_UNAVAILABLE, 3);
    node.init();
    assertLivesOn();
  }

  @Test
  void unknownTypesAreRefusedWhereSomebodyWaits() throws Exception {
    node.init();
    node.send(Body.of("frobnicate"));
    node.send(Body.of("frobnicate_ok").withInReplyTo(4));
    node.send(Body.of("frobnicate_ok").withMsgId(5).withInReplyTo(4));
    assertError(node.call(Body.of("frobnicate").withMsgId(6)), RpcError.NOT_SUPPORTED, 6);
    assertLivesOn();
    assertThat(node.written().lines()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\":\"echo\"",
        "\"type\":\"broadcast\"",
        "\"type\":\"add\"",
        "\"type\":\"add\",\"delta\":\"1\"",
        "\"type\":\"add\",\"delta\":1.5",
        "\"type\":\"topology\"",
        "\"type\":\"topology\",\"topology\":[]",
        "\"type\":\"topology\",\"topology\":{\"n0\":\"n1\"}",
        "\"type\":7",
        "\"type\":null",
        "\"tipe\":\"echo\"",
        "\"type\":\"init\"",
        "\"type\":\"init\",\"node_id\":5,\"node_ids\":[\"n0\"]",
        "\"type\":\"init\",\"node_id\":\"n0\",\"node_ids\":[\"n1\"]",
        "\"type\":\"gossip\"",
      })
  void requestsWithMissingOrWrongFieldsAreMalformed(String fields) throws Exception {
    node.init();
    node.write("{\"src\":\"c1\",\"dest\":\"n0\",\"body\":{" + fields + ",\"msg_id\":8}}\n");
    assertError(node.next().body(), RpcError.MALFORMED_REQUEST, 8);
    assertLivesOn();
    assertThat(node.errors()).hasSize(1);
  }

  @Test
  void gossipOfAClientIsRefused() throws Exception {
    node.init();
    Body gossip = Body.of("digest", "of", Json.of("broadcast"), "n", Json.of(1));
    assertError(
        node.call(gossip.with("have", Json.object()).withMsgId(9)), RpcError.NOT_SUPPORTED, 9);
    assertThat(node.call(Body.of("add", "delta", Json.of(1)).withMsgId(10)).type())
        .as("nothing has been decided")
        .isEqualTo("add_ok");
    assertLivesOn();
  }

  @Test
  void aRefusedRequestDoesNotDecideTheWorkload() throws Exception {
    node.init();
    assertError(node.call(Body.of("add").withMsgId(1)), RpcError.MALFORMED_REQUEST, 1);
    assertThat(node.call(Body.of("broadcast", "message", Json.of(1)).withMsgId(2)))
        .isEqualTo(Body.of("broadcast_ok").withInReplyTo(2));
    assertLivesOn();
  }

  @Test
  void aSecondInitBeginsANewLife() throws Exception {
    node.init();
    assertThat(node.call(Body.of("broadcast", "message", Json.of(1)).withMsgId(1)).type())
        .isEqualTo("broadcast_ok");
    assertThat(node.call(RunningNode.initBody(2))).isEqualTo(Body.of("init_ok").withInReplyTo(2));
    assertThat(node.call(Body.of("topology", "topology", Json.object()).withMsgId(3)).type())
        .isEqualTo("topology_ok");
    assertThat(node.call(Body.of("read").withMsgId(4)))
        .isEqualTo(Body.of("read_ok", "messages", Json.array()).withInReplyTo(4));
    assertLivesOn();
  }

  @Test
  void endOfInputEndsTheNodeWhateverItWasTold() throws Exception {
    node.endInput();
    assertThat(node.await()).isZero();
    assertThat(node.written()).isEmpty();
    assertThat(node.errors()).isEmpty();
  }

  @Test
  void requestsBeforeTheEndOfInputAreAllAnswered() throws Exception {
    int count = 20_000;
    OutputStream stdin = new BufferedOutputStream(node.stdin(), 1 << 16);
    write(RunningNode.initBody(0), stdin);
    for (int i = 1; i <= count; i++) {
      write(echo(i, "payload"), stdin);
    }
    stdin.close();
    assertThat(node.await()).isZero();
    assertThat(node.written().lines()).hasSize(count + 1);
    assertThat(node.written()).endsWith("\n").contains("\"in_reply_to\":" + count);
  }

  @Test
  void sigtermUnderLoadLeavesWholeLines() throws Exception {
    node.init();
    Thread load = new Thread(() -> writeUntilRefused(node.stdin()), "load");
    load.start();
    for (int i = 0; i < 100; i++) {
      node.next();
    }
    node.terminate();
    assertThat(node.await()).isEqualTo(SIGTERM_STATUS);
    load.join(Launchers.PATIENCE.toMillis());
    assertThat(node.written()).endsWith("\n");
    long expected = 0;
    for (String line : node.written().lines().skip(1).toList()) {
      // In order and without a gap: nothing that was answered is lost.
      assertThat(RunningNode.decode(line).body()).isEqualTo(echoOk(++expected, "payload"));
    }
    assertThat(node.errors()).isEmpty();
  }

  @Test
  void sigtermEndsAnIdleNode() throws Exception {
    node.init();
    node.terminate();
    assertThat(node.await()).isEqualTo(SIGTERM_STATUS);
    assertThat(node.errors()).isEmpty();
  }

  @Test
  void aNodeWhoseReaderIsGoneEndsByItself() throws Exception {
    try (RunningNode unread = new RunningNode(directory, List.of(Launchers.NODE.toString()))) {
      unread.stdout().close();
      write(RunningNode.initBody(0), unread.stdin());
      writeUntilRefused(unread.stdin());
      assertThat(unread.await()).isZero();
      assertThat(unread.errors()).isEmpty();
    }
  }

  @Test
  void aStrayPrintGoesToStderr() throws Exception {
    Path target = Launchers.ROOT.resolve("target");
    String classes = target.resolve("test-classes") + ":" + target.resolve("tattle.jar");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = List.of(java, "-cp", classes, ChattyNode.class.getName());
    try (RunningNode chatty = RunningNode.start(directory, command)) {
      chatty.init();
      chatty.endInput();
      assertThat(chatty.await()).isZero();
      assertThat(chatty.written().lines()).hasSize(1);
      assertThat(chatty.errors()).containsExactly(ChattyNode.STRAY);
    }
  }

  private static void writeUntilRefused(OutputStream stdin) {
    try {
      for (long i = 1; ; i++) {
        write(echo(i, "payload"), stdin);
        stdin.flush();
      }
    } catch (IOException ended) {
      // That is what it was to be written until.
    }
  }

  private static void write(Body body, OutputStream out) throws IOException {
    MessageCodec.encode(new Message(RunningNode.CLIENT, RunningNode.SELF, body), out);
  }
}
