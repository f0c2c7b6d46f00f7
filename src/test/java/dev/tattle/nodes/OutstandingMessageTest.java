package dev.tattle.nodes;

import static dev.tattle.nodes.BroadcastBodies.ack;
import static dev.tattle.nodes.BroadcastBodies.broadcast;
import static dev.tattle.nodes.BroadcastBodies.digest;
import static dev.tattle.nodes.BroadcastBodies.digestOk;
import static dev.tattle.nodes.BroadcastBodies.gossip;
import static dev.tattle.nodes.BroadcastBodies.have;
import static dev.tattle.nodes.BroadcastBodies.tester;
import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What waits for an answer in the cluster n0 n1 n2, whose relay is n0; dice show zero. */
final class OutstandingMessageTest {
  private static final GossipTimer.Retry RETRY_N0 = new GossipTimer.Retry(new NodeId("n0"));
  private static final GossipTimer.Retry RETRY_N1 = new GossipTimer.Retry(new NodeId("n1"));

  private final NodeTester leaf = tester("n1");

  @Test
  void whatIsNewWhileAMessageIsOutstandingTakesItsPlaceAfterAMoment() {
    leaf.request(broadcast(Json.of(1)));
    assertThat(leaf.request(broadcast(Json.of(2))))
        .containsExactly(
            set(new GossipTimer.Flush(), Duration.ofMillis(50)), reply(Body.of("broadcast_ok")));
    assertThat(leaf.request(broadcast(Json.of(3)))).containsExactly(reply(Body.of("broadcast_ok")));
    assertThat(leaf.fire(new GossipTimer.Flush()))
        .containsExactly(
            send(
                "n0",
                gossip(2, "n1:0", 0, Json.of(1), Json.of(2), Json.of(3))
                    .with("ask", Json.of(true))));

    leaf.pass(Duration.ofMillis(200));
    assertThat(leaf.receive("n0", ack(1, "n1:0", 1)))
        .containsExactly(set(RETRY_N0, Duration.ofMillis(600)));
    assertThat(leaf.receive("n0", ack(2, "n1:0", 3))).containsExactly(cancel(RETRY_N0));
  }

  @Test
  void whatIsTooLargeToBeSentWithTheOutstandingMessageWaitsForItsAnswer() {
    Json large = Json.of("x".repeat(Gossip.MAX_BATCH_BYTES));
    leaf.request(broadcast(large));
    leaf.request(broadcast(Json.of(2)));
    assertThat(leaf.fire(new GossipTimer.Flush())).isEmpty();

    assertThat(leaf.receive("n0", ack(1, "n1:0", 1)))
        .contains(send("n0", gossip(2, "n1:0", 1, Json.of(2)).with("ask", Json.of(true))));
  }

  @Test
  void onceAMessageHadToBeRepeatedWhatIsNewWaitsForItsAnswer() {
    leaf.request(broadcast(Json.of(1)));
    leaf.pass(Duration.ofSeconds(1));
    leaf.fire(RETRY_N0);
    leaf.request(broadcast(Json.of(2)));
    assertThat(leaf.fire(new GossipTimer.Flush())).isEmpty();

    assertThat(leaf.receive("n0", ack(2, "n1:0", 1)))
        .contains(send("n0", gossip(3, "n1:0", 1, Json.of(2)).with("ask", Json.of(true))));
  }

  @Test
  void anUnansweredMessageGoesOutAgainWithWhatIsNewAndTwiceAsPatiently() {
    leaf.request(broadcast(Json.of(1)));
    leaf.request(broadcast(Json.of(2)));
    leaf.pass(Duration.ofSeconds(1));

    assertThat(leaf.fire(RETRY_N0))
        .containsExactly(
            send("n0", gossip(2, "n1:0", 0, Json.of(1), Json.of(2)).with("ask", Json.of(true))),
            set(RETRY_N0, Duration.ofSeconds(2)));
  }

  @Test
  void aLeafWhoseRelayIsSilentTurnsToTheNextAndReturnsWhenItIsHeard() {
    NodeTester last = tester("n2");
    last.request(broadcast(Json.of(1)));
    last.pass(Duration.ofSeconds(1));
    last.fire(RETRY_N0);
    last.pass(Duration.ofSeconds(2));
    assertThat(last.fire(RETRY_N0))
        .containsExactly(
            send("n1", gossip(3, "n2:0", 0, Json.of(1)).with("ask", Json.of(true))),
            set(RETRY_N1, Duration.ofSeconds(1)),
            set(new GossipTimer.Renew(), Duration.ofSeconds(1)),
            send("n0", digest(4, have("n2:0", 1))),
            set(RETRY_N0, Duration.ofSeconds(2)));

    Body answer = digestOk(4, Json.object());
    assertThat(last.receive("n0", answer))
        .containsExactly(
            cancel(RETRY_N0),
            send("n0", gossip(5, "n2:0", 0, Json.of(1)).with("ask", Json.of(true))),
            set(RETRY_N0, Duration.ofSeconds(1)));
  }

  @Test
  void aRelayThatWasHeardAfterTheFirstAttemptIsGivenUpLikeAnyOther() {
    NodeTester last = tester("n2");
    last.request(broadcast(Json.of(1)));
    last.pass(Duration.ofMillis(50));
    last.receive("n0", gossip(5, "n0:x", 0, Json.of(2)));
    last.pass(Duration.ofSeconds(1));
    last.fire(RETRY_N0);
    last.pass(Duration.ofSeconds(2));

    assertThat(last.fire(RETRY_N0)).anyMatch(isSentTo("n1"));
  }

  @Test
  void theAnswerToARepeatedMessageTellsItsRoundTrip() {
    leaf.request(broadcast(Json.of(1)));
    leaf.pass(Duration.ofSeconds(1));
    leaf.fire(RETRY_N0);
    leaf.pass(Duration.ofMillis(200));
    leaf.receive("n0", ack(2, "n1:0", 1));

    assertThat(leaf.request(broadcast(Json.of(2)))).contains(set(RETRY_N0, Duration.ofMillis(600)));
  }

  @Test
  void anAnswerThatIsLaterThanTheNextMessageStillCounts() {
    leaf.request(broadcast(Json.of(1)));
    for (int seconds = 1; seconds < 3; seconds++) {
      leaf.pass(Duration.ofSeconds(seconds));
      leaf.fire(RETRY_N0);
    }
    assertThat(leaf.receive("n0", gossip(5, "n0:x", 0, Json.of(2)))).anyMatch(isSentTo("n0"));

    assertThat(leaf.receive("n0", ack(1, "n1:0", 1))).contains(cancel(RETRY_N0));
    assertThat(leaf.fire(RETRY_N0)).isEmpty();
  }

  @Test
  void anAnswerThatALaterOneOvertookSaysNothing() {
    leaf.request(broadcast(Json.of(1)));
    for (int i = 2; i <= 3; i++) {
      leaf.request(broadcast(Json.of(i)));
      leaf.fire(new GossipTimer.Flush());
    }
    leaf.receive("n0", ack(2, "n1:0", 2));

    assertThat(leaf.receive("n0", ack(1, "n1:0", 1))).isEmpty();
    assertThat(leaf.receive("n0", ack(3, "n1:0", 3))).containsExactly(cancel(RETRY_N0));
  }

  @Test
  void anAckThatCameBeforeADigestOfANewLifeIsNotBelieved() {
    leaf.request(broadcast(Json.of(1)));
    leaf.receive("n0", digest(1, Json.object()));
    leaf.receive("n0", ack(1, "n1:0", 1));
    leaf.pass(Duration.ofSeconds(1));

    assertThat(leaf.fire(RETRY_N0))
        .contains(send("n0", gossip(3, "n1:0", 0, Json.of(1)).with("ask", Json.of(true))));
  }

  static Predicate<Effect> isSentTo(String dest) {
    return effect -> effect instanceof Effect.Send send && send.dest().name().equals(dest);
  }
}
