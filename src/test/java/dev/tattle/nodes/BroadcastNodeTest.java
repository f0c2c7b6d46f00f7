package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.ACK_N0;
import static dev.tattle.nodes.EngineMessages.ACK_N1;
import static dev.tattle.nodes.EngineMessages.ACK_N2;
import static dev.tattle.nodes.EngineMessages.ANTI_ENTROPY;
import static dev.tattle.nodes.EngineMessages.FLUSH;
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
import static dev.tattle.nodes.EngineMessages.gossip;
import static dev.tattle.nodes.EngineMessages.have;
import static dev.tattle.nodes.EngineMessages.late;
import static dev.tattle.nodes.EngineMessages.re;
import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The answers to clients, and which node sends new values to which. */
final class BroadcastNodeTest {
  private static final Duration GATHER = Duration.ofMillis(240);
  private static final Duration ACK_IDLE = Duration.ofMillis(400);
  // A second, and the time that the acknowledgement may wait for a ride.
  private static final Duration FIRST_TIMEOUT = Duration.ofMillis(1400);

  private final NodeTester leaf = broadcaster("n1");
  private final NodeTester relay = broadcaster("n0");

  @Test
  void aLeafSendsWhatIsNewToItsRelayAtOnceAndAsksForWhatIsNewThere() {
    assertThat(leaf.request(broadcast(7)))
        .containsExactly(
            send("n0", ask(gossip(1, delta("n1:0", 0, 7)))),
            set(RETRY_N0, FIRST_TIMEOUT),
            reply(Body.of("broadcast_ok")));
  }

  @Test
  void aLeafSpacesItsMessages() {
    leaf.request(broadcast(7));
    leaf.pass(Duration.ofMillis(4));
    assertThat(leaf.request(broadcast(8)))
        .containsExactly(set(FLUSH, Duration.ofMillis(6)), reply(Body.of("broadcast_ok")));
    assertThat(leaf.request(broadcast(9))).containsExactly(reply(Body.of("broadcast_ok")));

    leaf.pass(Duration.ofMillis(6));
    assertThat(leaf.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            send("n0", ask(gossip(2, delta("n1:0", 1, 8, 9)))),
            set(RETRY_N0, FIRST_TIMEOUT));
  }

  @Test
  void aRelayGathersAndThenSendsEachWhatThatOneLacks() {
    assertThat(relay.request(broadcast(7)))
        .containsExactly(set(FLUSH, GATHER), reply(Body.of("broadcast_ok")));
    assertThat(relay.receive("n1", gossip(5, delta("n1:x", 0, 1))))
        .containsExactly(set(ACK_N1, ACK_IDLE));
    relay.pass(GATHER);

    Json own = delta("n0:0", 0, 7);
    assertThat(relay.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            cancel(ACK_N1),
            send("n1", declaring(have("n1:x", 1), re(5, 240, gossip(1, own)))),
            set(RETRY_N1, FIRST_TIMEOUT),
            send("n2", gossip(2, own, delta("n1:x", 0, 1))),
            set(RETRY_N2, FIRST_TIMEOUT));
  }

  @Test
  void lateDeltasDoNotGather() {
    assertThat(relay.receive("n1", late(gossip(5, delta("n1:x", 0, 1)))))
        .containsExactly(
            send("n2", gossip(1, delta("n1:x", 0, 1))),
            set(RETRY_N2, FIRST_TIMEOUT),
            cancel(ACK_N1),
            send("n1", re(5, 0, ack(2, have("n1:x", 1)))));
  }

  @Test
  void lateDeltasJoinWhatIsGatheringAlready() {
    relay.request(broadcast(7));
    relay.pass(Duration.ofMillis(100));
    assertThat(relay.receive("n1", late(gossip(5, delta("n1:x", 0, 1)))))
        .containsExactly(cancel(ACK_N1), send("n1", re(5, 0, ack(1, have("n1:x", 1)))));
  }

  @Test
  void lateDeltasShortenALongGathering() {
    NodeTester frugal = broadcaster("n0", LatencyBudget.FRUGAL);
    assertThat(frugal.receive("n1", gossip(5, delta("n1:x", 0, 1))))
        .contains(set(FLUSH, Duration.ofMillis(900)));
    assertThat(frugal.receive("n1", late(gossip(6, delta("n1:x", 1, 2)))))
        .contains(set(FLUSH, Duration.ofMillis(240)));
  }

  @Test
  void aLeafPassesNothingOnThatCameFromItsRelay() {
    assertThat(leaf.receive("n0", gossip(5, delta("n2:x", 0, 1))))
        .containsExactly(set(ACK_N0, ACK_IDLE));
  }

  @Test
  void aLeafPassesOnToItsRelayWhatAnotherNodeTellsIt() {
    assertThat(leaf.receive("n2", gossip(5, delta("n2:x", 0, 1))))
        .containsExactly(
            send("n0", ask(gossip(1, delta("n2:x", 0, 1)))),
            set(RETRY_N0, FIRST_TIMEOUT),
            set(ACK_N2, ACK_IDLE));
  }

  @Test
  void whatIsLateWhenItComesToALeafIsLateOnItsWayToTheRelay() {
    assertThat(leaf.receive("n2", late(gossip(5, delta("n2:x", 0, 1)))))
        .containsExactly(
            send("n0", late(ask(gossip(1, delta("n2:x", 0, 1))))),
            set(RETRY_N0, Duration.ofSeconds(1)),
            cancel(ACK_N2),
            send("n2", re(5, 0, ack(2, have("n2:x", 1)))));
  }

  @Test
  void aPeerThatAskedIsSentWhatIsNewForAsLongAsItsLeaseRuns() {
    leaf.receive("n2", ask(digest(5, have())));
    leaf.pass(Duration.ofMillis(2_700));
    assertThat(leaf.receive("n0", gossip(6, delta("n0:x", 0, 1))))
        .containsExactly(set(FLUSH, GATHER), set(ACK_N0, ACK_IDLE));
    leaf.pass(GATHER);
    assertThat(leaf.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            // What answered the digest said all; nothing came from n2 since.
            send("n2", re(5, 2_940, gossip(2, delta("n0:x", 0, 1)))),
            set(RETRY_N2, FIRST_TIMEOUT));

    leaf.pass(Duration.ofMillis(60));
    assertThat(leaf.receive("n0", gossip(7, delta("n0:x", 1, 2))))
        .containsExactly(set(ACK_N0, ACK_IDLE));
  }

  @Test
  void aNewLifeAsksItsRelayWhatItHas() {
    assertThat(leaf.start())
        .containsExactly(
            send("n0", ask(digest(1, have()))),
            set(RETRY_N0, Duration.ofSeconds(1)),
            set(ANTI_ENTROPY, Duration.ZERO));
  }

  @Test
  void aRelayThatComesBackAsksAll() {
    assertThat(relay.start())
        .containsExactly(
            send("n1", digest(1, have())),
            set(RETRY_N1, Duration.ofSeconds(1)),
            send("n2", digest(2, have())),
            set(RETRY_N2, Duration.ofSeconds(1)),
            set(ANTI_ENTROPY, Duration.ZERO));
  }

  @Test
  void aValueIsReadOnceHoweverOftenItCame() {
    Json value = Json.object("a", Json.array(Json.NULL, Json.of("x")));
    leaf.request(Body.of("broadcast", "message", value));
    leaf.request(Body.of("broadcast", "message", value));
    Json run = Json.array(value, Json.of(2));
    leaf.receive("n0", gossip(5, Json.array(Json.of("n2:x"), Json.of(0), Json.of(2), run)));

    assertThat(leaf.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "messages", Json.array(value, Json.of(2)))));
  }

  @Test
  void anyTopologyIsAcceptedAndAMalformedOneRefused() {
    Json partial = Json.object("n9", Json.array());
    assertThat(leaf.request(Body.of("topology", "topology", partial)))
        .containsExactly(reply(Body.of("topology_ok")));

    Body malformed = Body.of("topology", "topology", Json.object("n1", Json.of(3)));
    assertThatThrownBy(() -> leaf.request(malformed))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.error()).isEqualTo(RpcError.MALFORMED_REQUEST));
  }

  @Test
  void aBroadcastWithoutAMessageIsRefused() {
    assertThatThrownBy(() -> leaf.request(Body.of("broadcast")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'message'");
  }

  @Test
  void aNodeThatIsAloneSendsNothing() {
    NodeTester alone = new NodeTester(new FakeEnvironment("n0", "n0"), BroadcastNode::new);
    assertThat(alone.start()).isEmpty();
    assertThat(alone.request(broadcast(1))).containsExactly(reply(Body.of("broadcast_ok")));
  }
}
