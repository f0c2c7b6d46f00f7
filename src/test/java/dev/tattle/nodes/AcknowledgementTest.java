package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.ACK_N0;
import static dev.tattle.nodes.EngineMessages.RETRY_N0;
import static dev.tattle.nodes.EngineMessages.ack;
import static dev.tattle.nodes.EngineMessages.ask;
import static dev.tattle.nodes.EngineMessages.broadcast;
import static dev.tattle.nodes.EngineMessages.broadcaster;
import static dev.tattle.nodes.EngineMessages.declaring;
import static dev.tattle.nodes.EngineMessages.delta;
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
import dev.tattle.core.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How the leaf n1 acknowledges messages of its relay n0: with the next message, or alone. */
final class AcknowledgementTest {
  private static final Duration IDLE = Duration.ofMillis(400);

  private final NodeTester leaf = broadcaster("n1");

  @Test
  void anAckRidesOnTheNextMessage() {
    leaf.receive("n0", gossip(5, delta("n0:x", 0, 1)));
    leaf.pass(Duration.ofMillis(100));

    Body gossip = ask(gossip(1, delta("n1:0", 0, 7)));
    assertThat(leaf.request(broadcast(7)))
        .containsExactly(
            cancel(ACK_N0),
            send("n0", declaring(have("n0:x", 1), re(5, 100, gossip))),
            set(RETRY_N0, Duration.ofMillis(1400)),
            reply(Body.of("broadcast_ok")));
  }

  @Test
  void anAckIsSaidOnce() {
    leaf.receive("n0", gossip(5, delta("n0:x", 0, 1)));
    leaf.request(broadcast(7));
    leaf.pass(Duration.ofMillis(10));

    assertThat(leaf.request(broadcast(8)))
        .contains(send("n0", re(5, 10, ask(gossip(2, delta("n1:0", 1, 8))))));
    assertThat(leaf.fire(ACK_N0)).isEmpty();
  }

  @Test
  void whereNothingGoesThatWayTheAckGoesAloneOnceThePeerHasBeenIdle() {
    assertThat(leaf.receive("n0", gossip(5, delta("n0:x", 0, 1))))
        .containsExactly(set(ACK_N0, IDLE));
    leaf.pass(Duration.ofMillis(300));
    assertThat(leaf.receive("n0", gossip(6, delta("n2:x", 0, 2))))
        .containsExactly(set(ACK_N0, IDLE));
    leaf.pass(IDLE);

    assertThat(leaf.fire(ACK_N0))
        .containsExactly(
            cancel(ACK_N0), send("n0", ask(re(6, 400, ack(1, have("n0:x", 1, "n2:x", 1))))));
  }

  @Test
  void whileDeltasGoOnComingAnAckWaitsASecondAndAHalfAtTheMost() {
    for (int i = 0; i < 4; i++) {
      assertThat(leaf.receive("n0", gossip(5 + i, delta("n0:x", i, i))))
          .containsExactly(set(ACK_N0, IDLE));
      leaf.pass(Duration.ofMillis(350));
    }

    assertThat(leaf.receive("n0", gossip(9, delta("n0:x", 4, 4))))
        .containsExactly(set(ACK_N0, Duration.ofMillis(100)));
  }

  @Test
  void whatIsLateIsAcknowledgedAtOnce() {
    assertThat(leaf.receive("n0", late(gossip(5, delta("n0:x", 0, 1)))))
        .containsExactly(cancel(ACK_N0), send("n0", ask(re(5, 0, ack(1, have("n0:x", 1))))));
  }

  @Test
  void whatMoreWaitsForIsAcknowledgedAtOnce() {
    assertThat(leaf.receive("n0", more(gossip(5, delta("n0:x", 0, 1)))))
        .containsExactly(cancel(ACK_N0), send("n0", ask(re(5, 0, ack(1, have("n0:x", 1))))));
  }

  @Test
  void aGapIsNotJoinedAndTheAckSaysAtOnceFromWhereToSend() {
    leaf.receive("n0", gossip(5, delta("n2:x", 0, 1)));

    assertThat(leaf.receive("n0", gossip(7, delta("n2:x", 3, 4))))
        .containsExactly(cancel(ACK_N0), send("n0", ask(re(7, 0, ack(1, have("n2:x", 1))))));
    assertThat(leaf.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "messages", Json.array(Json.of(1)))));
  }

  @Test
  void whatCameBeforeIsAcknowledgedAgainAsTheFirstAckMayBeLost() {
    leaf.receive("n0", gossip(5, delta("n0:x", 0, 1)));
    leaf.fire(ACK_N0);

    assertThat(leaf.receive("n0", late(gossip(6, delta("n0:x", 0, 1)))))
        .containsExactly(cancel(ACK_N0), send("n0", ask(re(6, 0, ack(2, have("n0:x", 1))))));
  }

  @Test
  void anAckIsNotAcknowledged() {
    leaf.request(broadcast(1));
    assertThat(leaf.receive("n0", re(1, 0, ack(5, have("n1:0", 1)))))
        .containsExactly(cancel(RETRY_N0));
  }

  @Test
  void aNumberThatWasOvertakenIsNotTheLast() {
    leaf.receive("n0", gossip(6, delta("n0:x", 0, 1)));
    leaf.pass(Duration.ofMillis(100));
    leaf.receive("n0", gossip(5, delta("n2:x", 0, 1)));

    assertThat(leaf.fire(ACK_N0))
        .contains(send("n0", ask(re(6, 100, ack(1, have("n0:x", 1, "n2:x", 1))))));
  }
}
