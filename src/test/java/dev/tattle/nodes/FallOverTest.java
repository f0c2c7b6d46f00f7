package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.ACK_N0;
import static dev.tattle.nodes.EngineMessages.ACK_N2;
import static dev.tattle.nodes.EngineMessages.FLUSH;
import static dev.tattle.nodes.EngineMessages.RENEW;
import static dev.tattle.nodes.EngineMessages.RETRY_N0;
import static dev.tattle.nodes.EngineMessages.RETRY_N1;
import static dev.tattle.nodes.EngineMessages.RETRY_N2;
import static dev.tattle.nodes.EngineMessages.ack;
import static dev.tattle.nodes.EngineMessages.ask;
import static dev.tattle.nodes.EngineMessages.broadcast;
import static dev.tattle.nodes.EngineMessages.broadcaster;
import static dev.tattle.nodes.EngineMessages.declaring;
import static dev.tattle.nodes.EngineMessages.delta;
import static dev.tattle.nodes.EngineMessages.digest;
import static dev.tattle.nodes.EngineMessages.digestOk;
import static dev.tattle.nodes.EngineMessages.gossip;
import static dev.tattle.nodes.EngineMessages.have;
import static dev.tattle.nodes.EngineMessages.late;
import static dev.tattle.nodes.EngineMessages.re;
import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Effect;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a leaf does if its relay is silent: it uses the next one, probes the first, and returns to
 * it.
 */
final class FallOverTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PROBE = Duration.ofMillis(350);

  private final NodeTester last = broadcaster("n2");

  @Test
  void aLeafWhoseRelayAnsweredNeitherOfTwoMessagesTurnsToTheNextAndProbesTheFirst() {
    assertThat(fallOver(last))
        .containsExactly(
            send("n1", late(ask(gossip(3, delta("n2:0", 0, 1))))),
            set(RETRY_N1, SECOND),
            set(RENEW, SECOND),
            send("n0", digest(4, have("n2:0", 1))),
            set(RETRY_N0, PROBE));
  }

  @Test
  void theRelayIsProbedAgainAndAgainAtABoundedPace() {
    last.receive("n0", ack(5, have()));
    measureRoundTrip();
    last.request(broadcast(2));
    // The round trip of 20 ms counts as 250 ms; the second try is at the bound already.
    assertThat(timeouts(6)).containsExactly(350L, 350L, 350L, 350L, 350L, 350L);
  }

  @Test
  void aLeafThatReachesNoRelaySendsToAll() {
    assertThat(fallOver(broadcaster("n1")))
        .containsExactly(
            send("n2", late(ask(gossip(3, delta("n1:0", 0, 1))))),
            set(RETRY_N2, SECOND),
            set(RENEW, SECOND),
            send("n0", ask(digest(4, have("n1:0", 1)))),
            set(RETRY_N0, PROBE));
  }

  @Test
  void whoeverLeadsIsNotAnsweredAsRelaysAnswerThoughItAsks() {
    fallOver();
    assertThat(last.receive("n1", ask(gossip(5, delta("n1:x", 0, 9))))).noneMatch(isFlushSet());
  }

  @Test
  void aNodePassesOnToThoseWhoAskAndNoLongerThanTheySaySo() {
    NodeTester next = broadcaster("n1");
    next.receive("n2", ask(digest(5, have())));
    assertThat(next.receive("n0", gossip(6, delta("n0:x", 0, 1)))).anyMatch(isFlushSet());
    next.fire(FLUSH);

    next.receive("n2", ack(6, have("n0:x", 1)));
    assertThat(next.receive("n0", gossip(7, delta("n0:x", 1, 2)))).noneMatch(isFlushSet());
  }

  private static Predicate<Effect> isFlushSet() {
    Predicate<Effect> isSet = effect -> effect instanceof Effect.SetTimer;
    return isSet.and(effect -> ((Effect.SetTimer) effect).timer().equals(FLUSH));
  }

  @Test
  void aNodeThatIsAstrayAsksAgainBeforeItsLeaseEnds() {
    fallOver();
    last.receive("n1", re(3, 0, ack(5, have("n2:0", 1))));
    last.pass(SECOND);
    assertThat(last.fire(RENEW)).containsExactly(set(RENEW, SECOND));
    last.pass(SECOND);

    assertThat(last.fire(RENEW))
        .containsExactly(
            send("n1", ask(re(5, 2000, digest(5, have("n2:0", 1))))),
            set(RETRY_N1, SECOND),
            set(RENEW, SECOND));
  }

  @Test
  void aNodeReturnsToTheFirstWhenItAnswersAndSendsItOnceWhatItLacks() {
    fallOver();

    assertThat(last.receive("n0", re(4, 0, digestOk(7, have()))))
        .containsExactly(
            cancel(RETRY_N0),
            send("n0", late(ask(re(7, 0, gossip(5, delta("n2:0", 0, 1)))))),
            set(RETRY_N0, SECOND));
    assertThat(last.fire(RENEW)).isEmpty();
  }

  @Test
  void aNodeReturnsToTheFirstWhateverComesFromIt() {
    fallOver();

    assertThat(last.receive("n0", gossip(7, delta("n0:x", 0, 2))))
        .containsExactly(
            cancel(RETRY_N0),
            cancel(ACK_N0),
            send(
                "n0",
                declaring(have("n0:x", 1), late(ask(re(7, 0, gossip(5, delta("n2:0", 0, 1))))))),
            set(RETRY_N0, SECOND));
  }

  @Test
  void aRelayThatIsHeardButAnswersNothingIsGivenUpLater() {
    last.request(broadcast(1));
    for (int unanswered = 1; unanswered <= 3; unanswered++) {
      last.pass(Duration.ofMillis(1400));
      last.receive("n0", gossip(5 + unanswered, delta("n0:x", unanswered - 1, 2)));
      assertThat(last.fire(RETRY_N0)).noneMatch(FallOverTest::isSentToN1);
    }
    last.pass(SECOND);

    assertThat(last.fire(RETRY_N0)).anyMatch(FallOverTest::isSentToN1);
  }

  @Test
  void aPeerThatIsNoTargetAnyMoreIsLeftAloneAfterOneTry() {
    last.receive("n1", ask(digest(5, have())));
    last.receive("n0", gossip(6, delta("n0:x", 0, 1)));
    last.fire(FLUSH);
    last.pass(Duration.ofSeconds(3));

    assertThat(last.fire(RETRY_N1)).containsExactly(cancel(RETRY_N1));
  }

  @Test
  void whatReachesTheNodeOnWhichOthersFallBackGathersThere() {
    NodeTester next = broadcaster("n1");
    fallOver(next);
    next.pass(Duration.ofMillis(100));
    next.receive("n2", re(3, 0, ask(ack(5, have("n1:0", 1)))));
    next.request(broadcast(2));

    assertThat(next.receive("n2", late(ask(gossip(6, delta("n2:0", 0, 3))))))
        .containsExactly(
            set(FLUSH, Duration.ofMillis(180)),
            cancel(ACK_N2),
            send("n2", ask(re(6, 0, declaring(have("n2:0", 1), ack(5, have()))))));
  }

  private void fallOver() {
    fallOver(last);
  }

  private static List<Effect> fallOver(NodeTester node) {
    node.request(broadcast(1));
    node.pass(Duration.ofMillis(1400));
    node.fire(RETRY_N0);
    node.pass(SECOND);
    return node.fire(RETRY_N0);
  }

  private void measureRoundTrip() {
    last.request(broadcast(1));
    last.pass(Duration.ofMillis(20));
    last.receive("n0", re(1, 0, ack(6, have("n2:0", 1))));
  }

  /** How long the relay is waited for after each of so many time-outs. */
  private List<Long> timeouts(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              last.pass(SECOND);
              return last.fire(RETRY_N0).stream()
                  .filter(
                      effect ->
                          effect instanceof Effect.SetTimer timer && timer.timer().equals(RETRY_N0))
                  .map(effect -> ((Effect.SetTimer) effect).delay().toMillis())
                  .findFirst()
                  .orElseThrow();
            })
        .toList();
  }

  private static boolean isSentToN1(Effect effect) {
    return effect instanceof Effect.Send send && send.dest().name().equals("n1");
  }
}
