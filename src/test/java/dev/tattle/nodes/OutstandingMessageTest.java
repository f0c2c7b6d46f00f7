package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.FLUSH;
import static dev.tattle.nodes.EngineMessages.RETRY_N0;
import static dev.tattle.nodes.EngineMessages.ack;
import static dev.tattle.nodes.EngineMessages.ask;
import static dev.tattle.nodes.EngineMessages.broadcast;
import static dev.tattle.nodes.EngineMessages.broadcaster;
import static dev.tattle.nodes.EngineMessages.declaring;
import static dev.tattle.nodes.EngineMessages.delta;
import static dev.tattle.nodes.EngineMessages.digest;
import static dev.tattle.nodes.EngineMessages.gossip;
import static dev.tattle.nodes.EngineMessages.have;
import static dev.tattle.nodes.EngineMessages.late;
import static dev.tattle.nodes.EngineMessages.more;
import static dev.tattle.nodes.EngineMessages.re;
import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import dev.tattle.gossip.Gossip;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Unacknowledged messages from the leaf n1 to its relay n0: the window, losses and timeouts. */
final class OutstandingMessageTest {
  private static final Duration SPACING = Duration.ofMillis(10);

  private final NodeTester leaf = broadcaster("n1");

  @Test
  void nothingIsSentTwiceWhileItIsUnderWay() {
    broadcastSpaced(1, 2);

    assertThat(leaf.receive("n0", re(1, 0, ack(5, have("n1:0", 1)))))
        .containsExactly(set(RETRY_N0, Duration.ofMillis(250 + 400)));
    assertThat(leaf.request(broadcast(3)))
        .contains(send("n0", ask(re(5, 0, gossip(3, delta("n1:0", 2, 3))))));
    assertThat(leaf.receive("n0", re(3, 0, ack(6, have("n1:0", 3)))))
        .containsExactly(cancel(RETRY_N0));
  }

  @Test
  void aLossShowsByTheNumberOfTheLastMessageThatCameAndIsMendedAtOnce() {
    broadcastSpaced(1, 2);
    leaf.pass(Duration.ofMillis(190));

    // The first was lost, the second so left a gap.
    assertThat(leaf.receive("n0", re(2, 0, ack(5, have("n1:0", 0)))))
        .containsExactly(
            send("n0", late(ask(re(5, 0, gossip(3, delta("n1:0", 0, 1, 2)))))),
            set(RETRY_N0, Duration.ofMillis(600)));
  }

  @Test
  void aLossShowsAfterARoundTripWhateverThePeerSays() {
    leaf.request(broadcast(1));
    leaf.pass(Duration.ofMillis(250));
    assertThat(leaf.receive("n0", gossip(5, delta("n0:x", 0, 2))))
        .noneMatch(OutstandingMessageTest::isSent);
    leaf.pass(Duration.ofMillis(1));

    assertThat(leaf.receive("n0", gossip(6, delta("n0:x", 1, 3))))
        .contains(
            send(
                "n0",
                late(ask(re(6, 0, declaring(have("n0:x", 2), gossip(2, delta("n1:0", 0, 1))))))),
            set(RETRY_N0, Duration.ofSeconds(1)));
  }

  @Test
  void aLossShowsThoughAnAcknowledgementOvertookTheRepair() {
    leaf.request(broadcast(1));
    leaf.receive("n0", late(gossip(5, delta("n0:x", 0, 2)))); // Is answered with number 2.
    leaf.pass(Duration.ofMillis(251));

    assertThat(leaf.receive("n0", re(2, 0, ack(6, have()))))
        .contains(send("n0", late(ask(re(6, 0, gossip(3, delta("n1:0", 0, 1)))))));
  }

  @Test
  void whatFollowsDoesNotPutOffTheTimeOutForEver() {
    broadcastSpaced(1);
    leaf.pass(Duration.ofMillis(1390));
    // The relay may keep its answer 1.5 s from the first on: 0.1 s more.
    assertThat(leaf.request(broadcast(2)))
        .contains(set(RETRY_N0, Duration.ofSeconds(1).plusMillis(100)));
  }

  @Test
  void whatIsUnderWayBehindTheLossIsSentAgainWithIt() {
    broadcastSpaced(1, 2, 3);

    assertThat(leaf.receive("n0", re(2, 0, ack(5, have("n1:0", 0)))))
        .contains(send("n0", late(ask(re(5, 0, gossip(4, delta("n1:0", 0, 1, 2, 3)))))));
  }

  @Test
  void anAckWhoseAckWasLostIsMadeGoodByTheNextDeclaration() {
    broadcastSpaced(1);

    // It says nothing of numbers, but has the value, perhaps from elsewhere.
    assertThat(leaf.receive("n0", ack(5, have("n1:0", 1)))).containsExactly(cancel(RETRY_N0));
  }

  @Test
  void anAnswerThatALaterOneOvertookSaysNothing() {
    broadcastSpaced(1, 2, 3);
    leaf.receive("n0", re(2, 0, ack(6, have("n1:0", 2))));

    assertThat(leaf.receive("n0", re(1, 0, ack(5, have("n1:0", 1))))).isEmpty();
    assertThat(leaf.receive("n0", re(3, 0, ack(7, have("n1:0", 3)))))
        .containsExactly(cancel(RETRY_N0));
  }

  @Test
  void aFullWindowHoldsBackWhatIsNewUntilAnAnswerComes() {
    broadcastSpaced(upTo(64));
    assertThat(leaf.request(broadcast(65))).containsExactly(reply(Body.of("broadcast_ok")));
    leaf.pass(SPACING);
    assertThat(leaf.request(broadcast(66))).containsExactly(reply(Body.of("broadcast_ok")));

    leaf.pass(Duration.ofMillis(30));
    assertThat(leaf.receive("n0", re(1, 0, ack(5, have("n1:0", 1)))))
        .contains(send("n0", more(ask(re(5, 0, gossip(65, delta("n1:0", 64, 65, 66)))))));
  }

  @Test
  void fromHalfAWindowOnAnswersShallNotWaitForARide() {
    broadcastSpaced(upTo(31));
    assertThat(leaf.request(broadcast(32)))
        .contains(send("n0", ask(gossip(32, delta("n1:0", 31, 32)))));
    leaf.pass(SPACING);
    assertThat(leaf.request(broadcast(33)))
        .contains(send("n0", more(ask(gossip(33, delta("n1:0", 32, 33))))));
  }

  private static long[] upTo(long last) {
    return LongStream.rangeClosed(1, last).toArray();
  }

  @Test
  void anUnansweredMessageIsSentAgainAsLateAndIsToBeAnsweredAtOnce() {
    leaf.request(broadcast(1));
    leaf.pass(Duration.ofMillis(1400));

    assertThat(leaf.fire(RETRY_N0))
        .containsExactly(
            send("n0", late(ask(gossip(2, delta("n1:0", 0, 1))))),
            set(RETRY_N0, Duration.ofSeconds(1)));
  }

  @Test
  void anAnswerThatComesAfterTheTimeOutStillCounts() {
    leaf.request(broadcast(1));
    leaf.pass(Duration.ofMillis(1400));
    leaf.fire(RETRY_N0);

    assertThat(leaf.receive("n0", re(1, 0, ack(5, have("n1:0", 1)))))
        .containsExactly(cancel(RETRY_N0));
  }

  @Test
  void theTimeThatAnAckWasHeldIsNoPartOfTheRoundTrip() {
    leaf.request(broadcast(1));
    leaf.pass(Duration.ofMillis(300));
    leaf.receive("n0", re(1, 100, ack(5, have("n1:0", 1))));

    assertThat(leaf.request(broadcast(2)))
        .contains(set(RETRY_N0, Duration.ofMillis(600).plusMillis(400)));
  }

  @Test
  void whatDoesNotFitIntoOneMessageGoesInSeveralToAPeerThatWasJustHeard() {
    leaf.receive("n0", ack(5, have()));
    leaf.request(broadcast(1));
    Json large = Json.of("x".repeat(Gossip.MAX_BATCH_BYTES));
    leaf.request(Body.of("broadcast", "message", large));
    leaf.request(broadcast(3));
    leaf.pass(SPACING);

    assertThat(leaf.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            send("n0", more(ask(re(5, 10, gossip(2, runOf("n1:0", 1, large)))))),
            set(RETRY_N0, Duration.ofSeconds(1)),
            send("n0", ask(re(5, 10, gossip(3, delta("n1:0", 2, 3))))),
            set(RETRY_N0, Duration.ofMillis(1400)));
  }

  @Test
  void aPeerThatWasNotHeardOfLateIsAskedBeforeItIsSentMuch() {
    leaf.request(broadcast(1));
    Json large = Json.of("x".repeat(Gossip.MAX_BATCH_BYTES));
    leaf.request(Body.of("broadcast", "message", large));
    leaf.request(broadcast(3));
    leaf.pass(SPACING);

    assertThat(leaf.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            send("n0", ask(digest(2, have("n1:0", 3)))),
            set(RETRY_N0, Duration.ofSeconds(1)));
  }

  /** Each goes in a message of its own. */
  private static boolean isSent(Effect effect) {
    return effect instanceof Effect.Send;
  }

  private void broadcastSpaced(long... values) {
    for (long value : values) {
      leaf.request(broadcast(value));
      leaf.pass(SPACING);
    }
  }

  private static Json runOf(String replica, long after, Json value) {
    return Json.array(Json.of(replica), Json.of(after), Json.of(after + 1), Json.array(value));
  }
}
