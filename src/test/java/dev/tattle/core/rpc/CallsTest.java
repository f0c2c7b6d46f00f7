package dev.tattle.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final NodeId SELF = new NodeId("n1");
  private static final NodeId PEER = new NodeId("n2");
  private static final RetryPolicy TWICE =
      new RetryPolicy(Duration.ofMillis(100), Duration.ofMillis(150), 2);
  private static final Body ASK = Body.of("ask", "x", Json.of(1));

  private final RandomGenerator random = mock(RandomGenerator.class);
  private final Effects out = new Effects();
  private Calls<String> calls;

  @BeforeEach
  void startIdsAt500WithoutJitter() {
    when(random.nextLong(anyLong())).thenReturn(500L, 0L);
    calls = new Calls<>(environment(random));
  }

  private static Environment environment(RandomGenerator random) {
    Environment environment = mock(Environment.class);
    when(environment.random()).thenReturn(random);
    return environment;
  }

  private static Message reply(NodeId src, Body body, long inReplyTo) {
    return new Message(src, SELF, body.withInReplyTo(inReplyTo));
  }

  private static Effect waits(long id, int millis) {
    return new Effect.SetTimer(new CallTimer(id), Duration.ofMillis(millis));
  }

  private void call(RetryPolicy policy) {
    calls.call(PEER, ASK, "then", policy, out);
    out.drain();
  }

  @Test
  void aCallIsARequestAndATimeOut() {
    calls.call(PEER, ASK, "then", TWICE, out);
    calls.call(PEER, ASK, "else", TWICE, out);
    assertThat(out.drain())
        .containsExactly(
            new Effect.Send(PEER, ASK.withMsgId(500)),
            waits(500, 100),
            new Effect.Send(PEER, ASK.withMsgId(501)),
            waits(501, 100));
    assertThat(calls.size()).isEqualTo(2);
  }

  @Test
  void aReplyEndsTheCallOnce() {
    call(TWICE);
    Body answer = Body.of("ask_ok").withInReplyTo(500);
    assertThat(calls.onMessage(new Message(PEER, SELF, answer), out))
        .contains(new Completion<>("then", new Result.Ok(answer)));
    assertThat(out.drain()).containsExactly(new Effect.CancelTimer(new CallTimer(500)));
    assertThat(calls.onMessage(new Message(PEER, SELF, answer), out)).isEmpty();
    assertThat(calls.onTimer(new CallTimer(500), out)).isEmpty();
    assertThat(out.drain()).isEmpty();
    assertThat(calls.size()).isZero();
  }

  @Test
  void silenceIsAskedAgainUnderTheSameIdAndThenTimesOut() {
    call(TWICE);
    assertThat(calls.onTimer(new CallTimer(500), out)).isEmpty();
    assertThat(out.drain())
        .containsExactly(new Effect.Send(PEER, ASK.withMsgId(500)), waits(500, 150));
    assertThat(calls.onTimer(new CallTimer(500), out))
        .contains(
            new Completion<>("then", new Result.Failed(0, "no answer from n2 in 2 attempts")));
    assertThat(out.drain()).isEmpty();
    assertThat(calls.size()).isZero();
  }

  @Test
  void aReplyAfterTheTimeOutIsIgnored() {
    call(RetryPolicy.once(Duration.ofMillis(5)));
    assertThat(calls.onTimer(new CallTimer(500), out)).isPresent();
    assertThat(calls.onMessage(reply(PEER, Body.of("ask_ok"), 500), out)).isEmpty();
    assertThat(out.drain()).isEmpty();
  }

  @Test
  void aReplyToTheFirstAttemptEndsTheSecond() {
    call(TWICE);
    calls.onTimer(new CallTimer(500), out);
    assertThat(calls.onMessage(reply(PEER, Body.of("ask_ok"), 500), out)).isPresent();
  }

  @Test
  void aReplyFromAnotherNodeIsNotAReply() {
    call(TWICE);
    assertThat(calls.onMessage(reply(new NodeId("n3"), Body.of("ask_ok"), 500), out)).isEmpty();
    assertThat(calls.onMessage(new Message(PEER, SELF, ASK.withMsgId(500)), out)).isEmpty();
    assertThat(calls.size()).isEqualTo(1);
    assertThat(out.drain()).isEmpty();
  }

  @Test
  void temporarilyUnavailableIsAskedAgainAfterThePause() {
    call(TWICE);
    Body busy = RpcError.TEMPORARILY_UNAVAILABLE.body("later");
    assertThat(calls.onMessage(reply(PEER, busy, 500), out)).isEmpty();
    assertThat(out.drain()).isEmpty();
    calls.onTimer(new CallTimer(500), out);
    assertThat(out.drain())
        .containsExactly(new Effect.Send(PEER, ASK.withMsgId(500)), waits(500, 150));
    assertThat(calls.onMessage(reply(PEER, busy, 500), out))
        .contains(new Completion<>("then", new Result.Failed(11, "later")));
  }

  @Test
  void anyOtherErrorEndsTheCall() {
    call(TWICE);
    assertThat(calls.onMessage(reply(PEER, RpcError.ABORT.body("no"), 500), out))
        .contains(new Completion<>("then", new Result.Failed(14, "no")));
  }

  @Test
  void idsStartAtRandomAndStayBelowTwoToThe53() {
    Effects first = new Effects();
    Effects second = new Effects();
    new Calls<String>(environment(new SplittableRandom(1))).call(PEER, ASK, "", TWICE, first);
    new Calls<String>(environment(new SplittableRandom(2))).call(PEER, ASK, "", TWICE, second);
    Long one = ((Effect.Send) first.drain().get(0)).body().msgId();
    Long other = ((Effect.Send) second.drain().get(0)).body().msgId();
    assertThat(one).isNotEqualTo(other).isBetween(0L, 1L << 52);
    assertThat(other).isBetween(0L, 1L << 52);
  }

  @Test
  void callsBeyondTheLimitAreTurnedAway() {
    for (int i = 0; i < Calls.LIMIT; i++) {
      call(TWICE);
    }
    assertThatThrownBy(() -> calls.call(PEER, ASK, "then", TWICE, out))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.error()).isEqualTo(RpcError.TEMPORARILY_UNAVAILABLE));
    assertThat(out.drain()).isEmpty();
    assertThat(calls.size()).isEqualTo(Calls.LIMIT);
  }

  @Test
  void errorsSayWhetherTheyAreDefinite() {
    assertThat(failed(Body.of("error", "code", Json.of(22))).definite()).isTrue();
    assertThat(failed(Body.of("error", "code", Json.of(0))).definite()).isFalse();
    assertThat(failed(Body.of("error", "code", Json.of(1234))).definite()).isFalse();
    assertThat(failed(Body.of("error", "code", Json.of("22"))))
        .isEqualTo(new Result.Failed(13, ""));
  }

  private static Result.Failed failed(Body reply) {
    return (Result.Failed) Result.of(reply);
  }
}
