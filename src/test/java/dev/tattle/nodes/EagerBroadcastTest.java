package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.ACK_N0;
import static dev.tattle.nodes.EngineMessages.ACK_N1;
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
import static dev.tattle.nodes.EngineMessages.eager;
import static dev.tattle.nodes.EngineMessages.gossip;
import static dev.tattle.nodes.EngineMessages.have;
import static dev.tattle.nodes.EngineMessages.late;
import static dev.tattle.nodes.EngineMessages.re;
import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Without time to batch, a value goes directly to all nodes. Relays learn what arrived and only
 * repair losses.
 */
final class EagerBroadcastTest {
  private static final Duration SETTLE = Duration.ofMillis(250);

  private final NodeTester leaf = broadcaster("n1", LatencyBudget.FAST);
  private final NodeTester relay = broadcaster("n0", LatencyBudget.FAST);

  @Test
  void aLeafSendsAValueStraightToAllAndWaitsForItsRelayAlone() {
    assertThat(leaf.request(broadcast(7)))
        .containsExactly(
            send("n2", eager(gossip(1, delta("n1:0", 0, 7)))),
            send("n0", ask(gossip(2, delta("n1:0", 0, 7)))),
            set(RETRY_N0, Duration.ofMillis(1000 + 1500)),
            reply(Body.of("broadcast_ok")));
  }

  @Test
  void whatWentToAllAShortWhileAgoGoesAgainWithWhatIsNewAsItMayBeOvertakenOrLost() {
    leaf.receive("n0", gossip(5, delta("n0:x", 0, 1)));
    leaf.request(broadcast(7));
    assertThat(leaf.request(broadcast(8)))
        .containsExactly(
            send("n2", eager(gossip(3, delta("n1:0", 0, 7, 8)))),
            set(FLUSH, Duration.ofMillis(10)),
            reply(Body.of("broadcast_ok")));
  }

  @Test
  void whatWentToAllLongAgoDoesNotGoAgain() {
    leaf.pass(Duration.ofMillis(500));
    leaf.request(broadcast(7));
    leaf.pass(Duration.ofMillis(500));
    leaf.request(broadcast(8));
    leaf.pass(Duration.ofMillis(500));
    assertThat(leaf.request(broadcast(9)))
        .contains(send("n2", eager(gossip(5, delta("n1:0", 1, 8, 9)))));
  }

  @Test
  void whatDoesNotFitBesideWhatIsNewDoesNotGoAgain() {
    Json large = Json.of("x".repeat(Gossip.MAX_BATCH_BYTES));
    leaf.request(Body.of("broadcast", "message", large));
    assertThat(leaf.request(broadcast(8)))
        .contains(send("n2", eager(gossip(3, delta("n1:0", 1, 8)))));
  }

  @Test
  void aRelaySendsItsOwnStraightToAllAndThenExpectsThemToDeclareIt() {
    assertThat(relay.request(broadcast(7)))
        .containsExactly(
            send("n1", eager(gossip(1, delta("n0:0", 0, 7)))),
            send("n2", eager(gossip(2, delta("n0:0", 0, 7)))),
            set(FLUSH, SETTLE),
            reply(Body.of("broadcast_ok")));
    relay.pass(SETTLE);
    assertThat(relay.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            set(RETRY_N1, Duration.ofMillis(1400)),
            set(RETRY_N2, Duration.ofMillis(1400)));

    assertThat(relay.receive("n1", ack(5, have("n0:0", 1)))).containsExactly(cancel(RETRY_N1));
  }

  @Test
  void whatCameStraightIsDeclaredToTheRelayAndNotToItsSender() {
    assertThat(leaf.receive("n2", eager(gossip(5, delta("n2:x", 0, 1)))))
        .containsExactly(
            set(GossipTimer.Own.QUIET, Duration.ofMillis(1500)),
            set(ACK_N0, Duration.ofMillis(400)));
    leaf.pass(Duration.ofMillis(400));
    assertThat(leaf.fire(ACK_N0))
        .containsExactly(cancel(ACK_N0), send("n0", ask(ack(1, have("n2:x", 1)))));
  }

  /** The declaration may have been lost, and no timer waits for it. */
  @Test
  void aLeafComparesWithItsRelayOnceNothingNewHasComeForAWhile() {
    leaf.receive("n2", eager(gossip(5, delta("n2:x", 0, 1))));
    leaf.pass(Duration.ofMillis(1500));
    assertThat(leaf.fire(GossipTimer.Own.QUIET))
        .contains(send("n0", ask(digest(1, have("n2:x", 1)))));
  }

  @Test
  void whatWasSentToAllTheRelayIsBelievedToHave() {
    leaf.receive("n2", eager(gossip(5, delta("n2:x", 0, 1))));
    assertThat(leaf.request(broadcast(7)))
        .contains(send("n0", declaring(have("n2:x", 1), ask(gossip(2, delta("n1:0", 0, 7))))));
  }

  @Test
  void aRelayPassesNothingOnThatOthersSendToAll() {
    assertThat(relay.receive("n1", ask(gossip(5, delta("n1:x", 0, 1)))))
        .containsExactly(set(FLUSH, SETTLE), set(ACK_N1, Duration.ofMillis(1500)));
    relay.pass(SETTLE);
    assertThat(relay.fire(FLUSH))
        .containsExactly(cancel(FLUSH), set(RETRY_N2, Duration.ofMillis(1400)));
  }

  @Test
  void aRelaySendsWhatAPeerDoesNotDeclareInTime() {
    relay.receive("n1", ask(gossip(5, delta("n1:x", 0, 1))));
    relay.fire(FLUSH);
    relay.pass(Duration.ofMillis(1400));

    assertThat(relay.fire(RETRY_N2))
        .containsExactly(
            send("n2", late(gossip(1, delta("n1:x", 0, 1)))), set(RETRY_N2, Duration.ofSeconds(1)));
  }

  @Test
  void aRelaySendsWhatADeclarationShowsToBeMissing() {
    relay.receive("n1", ask(gossip(5, delta("n1:x", 0, 1))));
    relay.fire(FLUSH);
    relay.pass(SETTLE);
    relay.receive("n1", ask(gossip(6, delta("n1:x", 1, 2))));
    relay.fire(FLUSH);

    // It may be that the second has not arrived yet; the first should have.
    assertThat(relay.receive("n2", ack(7, have("n2:y", 0))))
        .containsExactly(
            send("n2", late(re(7, 0, gossip(1, delta("n1:x", 0, 1, 2))))),
            set(RETRY_N2, Duration.ofSeconds(1)));
  }

  /**
   * Otherwise the relay would answer each of several declarations with everything, and each answer
   * would cause another.
   */
  @Test
  void whatTheRelayHasJustSentAgainIsNotMissing() {
    relay.receive("n1", ask(gossip(5, delta("n1:x", 0, 1))));
    relay.fire(FLUSH);
    relay.pass(SETTLE);
    relay.fire(FLUSH);

    assertThat(relay.receive("n2", ack(7, have("n2:y", 0))))
        .contains(send("n2", late(re(7, 0, gossip(1, delta("n1:x", 0, 1))))));
    assertThat(relay.receive("n2", ack(8, have("n2:y", 0)))).isEmpty();
  }

  @Test
  void whatMayStillBeOnItsWayIsNotMissing() {
    relay.receive("n1", ask(gossip(5, delta("n1:x", 0, 1))));
    relay.fire(FLUSH);

    assertThat(relay.receive("n2", ack(7, have("n2:y", 0)))).isEmpty();
  }

  @Test
  void aRelayAsksForWhatItMissedItself() {
    assertThat(relay.receive("n1", ask(ack(5, have("n2:x", 1)))))
        .containsExactly(
            send("n1", re(5, 0, digest(1, have()))), set(RETRY_N1, Duration.ofSeconds(1)));
    assertThat(relay.receive("n1", ask(ack(6, have("n2:x", 1))))).isEmpty();
  }

  @Test
  void whatCameLateARelayPassesOnAtOnceInFull() {
    assertThat(relay.receive("n1", late(ask(gossip(5, delta("n1:x", 0, 1))))))
        .containsExactly(
            send("n2", gossip(1, delta("n1:x", 0, 1))),
            set(RETRY_N2, Duration.ofMillis(1400)),
            cancel(ACK_N1),
            send("n1", re(5, 0, ack(2, have("n1:x", 1)))));
  }

  /** It is not certain that anybody else has it, because it did not go directly to all. */
  @Test
  void whatTheAnswerToADigestBringsARelayPassesOnAtOnce() {
    relay.start();
    Body answer = re(2, 0, ask(digestOk(5, have("n2:x", 1), delta("n2:x", 0, 1))));
    assertThat(relay.receive("n2", answer)).contains(send("n1", gossip(3, delta("n2:x", 0, 1))));
  }

  @Test
  void aLeafThatFallsOverAsksTheNextWhatItHasAsItWasSentMostOfIt() {
    NodeTester last = broadcaster("n2", LatencyBudget.FAST);
    last.request(broadcast(1));
    last.pass(Duration.ofMillis(2500));
    last.fire(RETRY_N0);
    last.pass(Duration.ofSeconds(1));

    assertThat(last.fire(RETRY_N0))
        .containsExactly(
            send("n1", ask(digest(4, have("n2:0", 1)))),
            set(RETRY_N1, Duration.ofSeconds(1)),
            set(RENEW, Duration.ofSeconds(1)),
            send("n0", digest(5, have("n2:0", 1))),
            set(RETRY_N0, Duration.ofMillis(350)));
  }
}
