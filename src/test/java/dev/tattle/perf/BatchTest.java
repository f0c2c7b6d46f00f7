package dev.tattle.perf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final NodeId NODE = new NodeId("n1");
  private static final Requests ECHO =
      Requests.of(NODE, Body.of("echo", "echo", Json.of(Requests.NUMBER)));
  private static final Duration LONG = Duration.ofSeconds(60);

  private final LinkedBlockingQueue<byte[]> others = new LinkedBlockingQueue<>();
  private final List<Message> written = new ArrayList<>();

  private static byte[] answer(String type, long number) {
    return "{\"body\":{\"type\":\"%s\",\"in_reply_to\":%d}}"
        .formatted(type, number)
        .getBytes(UTF_8);
  }

  private static boolean hear(Batch batch, byte[] line) {
    return batch.onLine(line, 0, line.length);
  }

  /** A node on the writer's own thread. */
  private OutputStream node(Consumer<Message> onRequest) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        line.write(b);
        if (b == '\n') {
          try {
            Message message = MessageCodec.decode(line.toByteArray());
            written.add(message);
            onRequest.accept(message);
          } catch (WireException e) {
            throw new IOException(e);
          }
          line.reset();
        }
      }
    };
  }

  private static long number(Message message) {
    return Objects.requireNonNull(message.body().msgId());
  }

  @Test
  void allAreSentInTheirOrderAndTheirAnswersTimed() throws Exception {
    Batch batch = new Batch(ECHO, Schedule.atOnce(5_000, LONG), 100);
    long beforeNanos = System.nanoTime();
    batch.writeTo(node(m -> hear(batch, answer("echo_ok", number(m)))), others);
    batch.await(LONG);
    long elapsedNanos = System.nanoTime() - beforeNanos;
    assertThat(written).hasSize(5_000);
    assertThat(written.stream().map(BatchTest::number))
        .isSorted()
        .startsWith(100L)
        .endsWith(5_099L);
    assertThat(batch.count()).isEqualTo(5_000);
    assertThat(batch.perSecond()).isGreaterThanOrEqualTo(5_000e9 / elapsedNanos);
    assertThat(batch.latenciesNanos()).hasSize(5_000).isSorted();
    assertThat(batch.latenciesNanos()[4_999]).isPositive().isLessThanOrEqualTo(elapsedNanos);
  }

  /** A node that stands still for 50 ms makes all requests late that are due in that time. */
  @Test
  void latencyCountsFromWhenARequestWasDue() throws Exception {
    Batch batch = new Batch(ECHO, new Schedule(100, 1_000, Integer.MAX_VALUE, LONG), 1);
    long[] stoodNanos = new long[1];
    batch.writeTo(
        node(
            m -> {
              if (number(m) == 10) {
                long beganNanos = System.nanoTime();
                while (System.nanoTime() - beganNanos < 50_000_000) {
                  Thread.onSpinWait();
                }
                stoodNanos[0] = System.nanoTime() - beganNanos;
              }
              hear(batch, answer("echo_ok", number(m)));
            }),
        others);
    batch.await(LONG);
    long[] latencies = batch.latenciesNanos();
    // The next requests were due 1 ms apart, and none could be answered earlier.
    for (int i = 1; i < 40; i++) {
      assertThat(latencies[9 + i]).isGreaterThan(stoodNanos[0] - i * 1_000_000L);
    }
  }

  /** Each answer wakes the writer, as the node's session does. */
  @Test
  void noMoreThanSoManyAreWithoutAnAnswer() throws Exception {
    Batch batch = new Batch(ECHO, Schedule.inTurn(50, 3, LONG), 1);
    List<Long> unanswered = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    batch.writeTo(
        node(
            m -> {
              unanswered.add(number(m));
              open.add(unanswered.size());
              boolean isLast = number(m) == 50;
              while (unanswered.size() == 3 || (isLast && !unanswered.isEmpty())) {
                hear(batch, answer("echo_ok", unanswered.remove(0)));
                others.add(new byte[0]);
              }
            }),
        others);
    batch.await(LONG);
    assertThat(batch.count()).isEqualTo(50);
    assertThat(open).contains(3).allMatch(n -> n <= 3);
  }

  @Test
  void clientsThatSendInTurnGoOnWhereTheyAreRefused() throws Exception {
    Batch batch = new Batch(ECHO, Schedule.inTurn(4, 4, LONG), 1);
    for (int number = 1; number <= 4; number++) {
      int code = number == 1 ? 0 : 11;
      byte[] refusal =
          "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":{\"type\":\"error\",\"code\":%d,\"in_reply_to\":%d}}"
              .formatted(code, number)
              .getBytes(UTF_8);
      assertThat(hear(batch, refusal)).isTrue();
    }
    batch.await(LONG);
    assertThat(batch.perSecond()).isZero();
  }

  @Test
  void onlyTheFirstAnswerCounts() {
    Batch batch = new Batch(ECHO, Schedule.atOnce(2, Duration.ZERO), 1);
    assertThat(hear(batch, answer("echo_ok", 1))).isTrue();
    assertThat(hear(batch, answer("echo_ok", 1))).isTrue();
    assertThat(hear(batch, answer("echo_ok", 7))).isTrue();
    assertThat(hear(batch, "{\"body\":{\"type\":\"gossip\"}}".getBytes(UTF_8))).isFalse();
    assertThatThrownBy(() -> batch.await(Duration.ZERO))
        .isInstanceOf(PerfException.class)
        .hasMessage("1 of 2 requests were not answered within 0.0 s");
  }

  @Test
  void anErrorEndsTheBatchAndIsTold() {
    Batch batch = new Batch(ECHO, Schedule.atOnce(2, LONG), 1);
    hear(batch, answer("error", 1));
    assertThatThrownBy(() -> batch.await(LONG))
        .hasMessage("it answered {\"body\":{\"type\":\"error\",\"in_reply_to\":1}}");
  }

  @Test
  void whatIsNotSentInTimeIsLeftOut() throws Exception {
    Batch batch = new Batch(ECHO, Schedule.atOnce(1_000_000, Duration.ofNanos(1)), 1);
    batch.writeTo(node(m -> hear(batch, answer("echo_ok", number(m)))), others);
    assertThat(batch.count()).isLessThan(1_000_000).isEqualTo(written.size());
    assertThatThrownBy(() -> batch.await(LONG)).hasMessage("it read nothing");
  }

  @Test
  void otherLinesGoOutToo() throws Exception {
    Batch batch = new Batch(ECHO, Schedule.atOnce(1, LONG), 1);
    others.add("{\"src\":\"seq-kv\",\"dest\":\"n1\",\"body\":{\"type\":\"x\"}}\n".getBytes(UTF_8));
    batch.writeTo(
        node(
            m -> {
              if (m.body().type().equals("x")) {
                hear(batch, answer("echo_ok", 1));
              }
            }),
        others);
    batch.await(LONG);
    assertThat(new String(batch.onlyAnswer(), UTF_8)).contains("echo_ok");
  }
}
