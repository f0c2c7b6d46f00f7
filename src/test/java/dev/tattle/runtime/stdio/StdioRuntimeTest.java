package dev.tattle.runtime.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.NodeCrashException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StdioRuntimeTest {
  private static final String INIT =
      "{\"src\":\"c0\",\"dest\":\"n1\",\"body\":{\"type\":\"init\",\"msg_id\":1,"
          + "\"node_id\":\"n1\",\"node_ids\":[\"n1\",\"n2\"]}}\n";
  private static final String INIT_OK = reply("c0", "init_ok", 1, "");
  private static final NodeFactory PUPPET = environment -> new PuppetNode();
  private static final String MANUAL = RequestException.MANUAL;

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private StdioRuntime runtime(InputStream in, OutputStream to) {
    return new StdioRuntime(PUPPET, in, to, log());
  }

  private Log log() {
    return new Log(Log.Level.INFO, new PrintStream(logged, true, UTF_8));
  }

  private List<String> run(String... lines) throws Exception {
    runtime(new ByteArrayInputStream(String.join("", lines).getBytes(UTF_8)), out).run();
    return out.toString(UTF_8).lines().toList();
  }

  private static String line(String body) {
    return "{\"src\":\"c0\",\"dest\":\"n1\",\"body\":" + body + "}\n";
  }

  private static String echo(long msgId) {
    return line("{\"type\":\"echo\",\"msg_id\":" + msgId + ",\"echo\":" + msgId + "}");
  }

  private static String ring(String name, long afterMillis) {
    return line(
        "{\"type\":\"ring\",\"name\":\"" + name + "\",\"after_millis\":" + afterMillis + "}");
  }

  private static String sent(String body) {
    return "{\"src\":\"n1\",\"dest\":\"c0\",\"body\":" + body + "}";
  }

  private static String reply(String dest, String type, long inReplyTo, String fields) {
    return "{\"src\":\"n1\",\"dest\":\""
        + dest
        + "\",\"body\":{\"type\":\""
        + type
        + "\",\"in_reply_to\":"
        + inReplyTo
        + fields
        + "}}";
  }

  private static String echoed(long msgId) {
    return reply("c0", "echo_ok", msgId, ",\"echo\":" + msgId);
  }

  private static String error(long inReplyTo, int code, String text) {
    return reply("c0", "error", inReplyTo, ",\"code\":" + code + ",\"text\":\"" + text + "\"");
  }

  private static String rang(String name) {
    return sent("{\"type\":\"rang\",\"name\":\"" + name + "\"}");
  }

  private static final String BYE = sent("{\"type\":\"bye\"}");

  private List<String> warnings() {
    return logged.toString(UTF_8).lines().filter(line -> line.contains(" WARN ")).toList();
  }

  @Test
  void everythingThatWasReadIsHandledBeforeTheEnd() throws Exception {
    String unended = echo(2).strip();
    assertThat(run(INIT, echo(0), "\r\n", unended))
        .containsExactly(INIT_OK, echoed(0), echoed(2), BYE);
    assertThat(logged.toString(UTF_8)).endsWith("the input has ended\n");
  }

  @Test
  void anEmptyInputIsNoError() throws Exception {
    assertThat(run("")).isEmpty();
  }

  @Test
  void aBurstOfLinesIsAnsweredInOrder() throws Exception {
    StringBuilder lines = new StringBuilder(INIT);
    for (int i = 0; i < 100_000; i++) {
      lines.append(echo(i));
    }
    List<String> answers = run(lines.toString());
    assertThat(answers).hasSize(100_002);
    for (int i = 0; i < 100_000; i++) {
      assertThat(answers.get(i + 1)).isEqualTo(echoed(i));
    }
  }

  @Test
  void longLinesGoThrough() throws Exception {
    String text = "\"" + "x".repeat(20_000_000) + "\"";
    String big = line("{\"type\":\"echo\",\"msg_id\":2,\"echo\":" + text + "}");
    assertThat(run(INIT, big, big, echo(3)))
        .containsExactly(
            INIT_OK,
            reply("c0", "echo_ok", 2, ",\"echo\":" + text),
            reply("c0", "echo_ok", 2, ",\"echo\":" + text),
            echoed(3),
            BYE);
  }

  @Test
  void requestsThatCannotBeHandledAreAnsweredAndLoggedInOneLine() throws Exception {
    assertThat(
            run(
                echo(7),
                INIT,
                "garbage\n",
                line("{\"msg_id\":8}"),
                line("{\"type\":\"what\",\"msg_id\":9}"),
                line("{\"type\":\"what\"}"),
                line("{\"type\":\"echo\",\"msg_id\":10}"),
                line("{\"type\":\"what\",\"msg_id\":11,\"in_reply_to\":1}"),
                echo(12)))
        .containsExactly(
            error(7, 11, "expected 'init' before 'echo'; see " + MANUAL),
            INIT_OK,
            error(
                8,
                12,
                "expected {\\\"src\\\":string,\\\"dest\\\":string,\\\"body\\\":{\\\"type\\\":"
                    + "string,\\\"msg_id\\\"?:integer,\\\"in_reply_to\\\"?:integer,\\u2026}}, but"
                    + " 'type' is missing; see "
                    + MANUAL),
            error(9, 10, "this node does not know messages of type 'what'; see " + MANUAL),
            error(
                10,
                12,
                "expected 'echo' to be any JSON value, but there is no such field: 'echo' has the"
                    + " fields []; see "
                    + MANUAL),
            echoed(12),
            BYE);
    assertThat(warnings()).hasSize(7);
  }

  @Test
  void anOrdinaryRefusalIsNotAWarning() throws Exception {
    assertThat(run(INIT, line("{\"type\":\"abort\",\"msg_id\":2}")))
        .contains(error(2, 14, "as you like"));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aMessageToAnotherNodeIsNotHandled() throws Exception {
    String lost = echo(2).replace("n1", "n2");
    String silent = ring("x", 0).replace("n1", "n2");
    assertThat(run(INIT, lost, silent))
        .containsExactly(INIT_OK, error(2, 1, "this node is n1, not n2"), BYE);
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void initIsTakenAtAnyAddress() throws Exception {
    String renamed = INIT.replace("n1", "n3");
    assertThat(run(INIT, renamed)).contains(INIT_OK.replace("n1", "n3"));
  }

  @Test
  void timersFireByDeadlineAndEqualOnesInTheOrderOfBeingSet() throws Exception {
    // All are set by one handler: on a slow machine the time between two messages counts, too.
    NodeFactory factory =
        environment ->
            new PuppetNode() {
              @Override
              public void onMessage(Message message, Outbox out) {
                set("late", 30, out);
                set("gone", 10, out);
                set("moved", 10, out);
                set("early", 20, out);
                set("equal", 20, out);
                out.cancelTimer(new PuppetNode.Ring("gone"));
                set("moved", 25, out);
              }

              private static void set(String name, int millis, Outbox out) {
                out.setTimer(new PuppetNode.Ring(name), Duration.ofMillis(millis));
              }
            };
    try (Pipes pipes = new Pipes(factory, log())) {
      pipes.write(INIT + line("{\"type\":\"go\"}"));
      assertThat(pipes.read(5))
          .containsExactly(INIT_OK, rang("early"), rang("equal"), rang("moved"), rang("late"));
    }
  }

  @Test
  void aNewLifeHasNoOldTimers() throws Exception {
    try (Pipes pipes = new Pipes(PUPPET, log())) {
      pipes.write(INIT + ring("old", 1000) + INIT + ring("new", 1100));
      assertThat(pipes.read(3)).containsExactly(INIT_OK, INIT_OK, rang("new"));
    }
  }

  @Test
  void timersThatSetEachOtherWithoutDelayDoNotKeepMessagesOut() throws Exception {
    AtomicInteger rounds = new AtomicInteger();
    NodeFactory factory =
        environment ->
            new Node() {
              @Override
              public void onMessage(Message message, Outbox out) {
                out.setTimer(new PuppetNode.Ring("again"), Duration.ZERO);
                out.reply(message, Body.of("ok"));
              }

              @Override
              public void onTimer(Timer timer, Outbox out) {
                rounds.incrementAndGet();
                out.setTimer(timer, Duration.ZERO);
              }
            };
    try (Pipes pipes = new Pipes(factory, log())) {
      pipes.write(INIT + line("{\"type\":\"go\",\"msg_id\":2}"));
      assertThat(pipes.read(2)).contains(reply("c0", "ok", 2, ""));
      while (rounds.get() < 100) {
        Thread.onSpinWait();
      }
      pipes.write(line("{\"type\":\"go\",\"msg_id\":3}"));
      assertThat(pipes.read(1)).contains(reply("c0", "ok", 3, ""));
    }
  }

  @Test
  void answersComeWhileTheInputStaysOpen() throws Exception {
    try (Pipes pipes = new Pipes(PUPPET, log())) {
      pipes.write(INIT);
      assertThat(pipes.read(1)).containsExactly(INIT_OK);
      for (int i = 0; i < 100; i++) {
        pipes.write(echo(i));
        assertThat(pipes.read(1)).containsExactly(echoed(i));
      }
    }
  }

  @Test
  void aBlankLineHoldsNothingUp() throws Exception {
    try (Pipes pipes = new Pipes(PUPPET, log())) {
      pipes.write(INIT + "\n");
      assertThat(pipes.read(1)).containsExactly(INIT_OK);
    }
  }

  @Test
  void stopHandlesWhatWasReadAndSaysGoodbye() throws Exception {
    try (Pipes pipes = new Pipes(PUPPET, log())) {
      pipes.write(INIT);
      assertThat(pipes.read(1)).containsExactly(INIT_OK);
      Thread hook = new StopHook(pipes.runtime(), Duration.ofSeconds(30));
      hook.start();
      hook.join();
      assertThat(pipes.read(1)).containsExactly(BYE);
      assertThat(pipes.runtime().awaitStop(Duration.ofMillis(1))).isTrue();
      pipes.ended().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void stopDoesNotWaitForEverForAReader() throws Exception {
    try (Pipes pipes = new Pipes(PUPPET, log())) {
      pipes.write(
          INIT + line("{\"type\":\"echo\",\"msg_id\":2,\"echo\":\"" + "x".repeat(100_000) + "\"}"));
      pipes.awaitOutput();
      assertThat(pipes.runtime().awaitStop(Duration.ofMillis(20))).isFalse();
      pipes.runtime().stop();
      pipes.read(3);
    }
  }

  @Test
  void aClosedOutputEndsTheNodeQuietly() throws Exception {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    runtime(new ByteArrayInputStream((INIT + echo(2)).getBytes(UTF_8)), closed).run();
    assertThat(logged.toString(UTF_8)).contains("INFO n1 the output is closed: Broken pipe\n");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aFailingInputIsAnEndOfInput() throws Exception {
    runtime(new PipedInputStream(), out).run();
    assertThat(logged.toString(UTF_8)).contains("the input is closed: Pipe not connected");
  }

  @Test
  void aCrashIsAnsweredLoggedAndTheEnd() {
    assertThatThrownBy(() -> run(INIT, echo(2), line("{\"type\":\"crash\",\"msg_id\":3}"), echo(4)))
        .isInstanceOf(NodeCrashException.class)
        .hasRootCauseMessage("a bug");
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            INIT_OK,
            echoed(2),
            error(
                3, 13, "'crash' from c0 crashed the node: java.lang.IllegalStateException: a bug"));
    assertThat(logged.toString(UTF_8))
        .contains("ERROR n1 'crash' from c0 crashed the node\njava.lang.IllegalStateException");
  }

  @Test
  void aCrashThatNobodyWaitsForIsAnsweredToNobody() {
    assertThatThrownBy(() -> run(INIT, line("{\"type\":\"crash\"}")))
        .isInstanceOf(NodeCrashException.class);
    assertThatThrownBy(() -> run(INIT, line("{\"type\":\"crash\",\"msg_id\":1,\"in_reply_to\":2}")))
        .isInstanceOf(NodeCrashException.class);
    assertThat(out.toString(UTF_8).lines()).containsExactly(INIT_OK, INIT_OK);
  }

  @Test
  void aCrashInATimerIsAnsweredToNobody() throws Exception {
    Pipes pipes = new Pipes(PUPPET, log());
    pipes.write(INIT + echo(2) + ring("crash", 20));
    assertThat(pipes.read(2)).containsExactly(INIT_OK, echoed(2));
    assertThatThrownBy(() -> pipes.ended().get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NodeCrashException.class);
    assertThat(pipes.read(1)).isEmpty();
  }

  @Test
  void aMessageThatCannotBeWrittenIsACrash() {
    NodeFactory factory =
        environment ->
            (message, out) -> {
              Json deep = Json.NULL;
              for (int i = 0; i < 2_000; i++) {
                deep = Json.array(deep);
              }
              out.reply(message, Body.of("first"));
              out.reply(message, Body.of("deep", "x", deep));
            };
    InputStream in = new ByteArrayInputStream((INIT + echo(2)).getBytes(UTF_8));
    StdioRuntime runtime = new StdioRuntime(factory, in, out, log());
    assertThatThrownBy(runtime::run).isInstanceOf(NodeCrashException.class);
    List<String> lines = out.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("\"in_reply_to\":2,\"code\":13");
  }
}
