package dev.tattle.nodes;

import static dev.tattle.nodes.BroadcastBodies.ack;
import static dev.tattle.nodes.BroadcastBodies.broadcast;
import static dev.tattle.nodes.BroadcastBodies.digest;
import static dev.tattle.nodes.BroadcastBodies.digestOk;
import static dev.tattle.nodes.BroadcastBodies.gossip;
import static dev.tattle.nodes.BroadcastBodies.have;
import static dev.tattle.nodes.BroadcastBodies.tester;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The relay of the cluster n0 n1 n2 is n0; dice show zero, so a node's replica is {@code n0:0}. */
final class BroadcastNodeTest {
  private static final GossipTimer.Retry RETRY_N0 = new GossipTimer.Retry(new NodeId("n0"));
  private static final GossipTimer.Retry RETRY_N1 = new GossipTimer.Retry(new NodeId("n1"));
  private static final GossipTimer.Retry RETRY_N2 = new GossipTimer.Retry(new NodeId("n2"));

  private final NodeTester leaf = tester("n1");
  private final NodeTester relay = tester("n0");

  @Test
  void aLeafAcknowledgesAtOnceAndSendsTheValueToTheRelay() {
    assertThat(leaf.request(broadcast(Json.of(7))))
        .containsExactly(
            send("n0", gossip(1, "n1:0", 0, Json.of(7)).with("ask", Json.of(true))),
            set(RETRY_N0, Duration.ofSeconds(1)),
            reply(Body.of("broadcast_ok")));
  }

  @Test
  void aRelayGathersAndThenSendsEachPeerOneMessage() {
    assertThat(relay.request(broadcast(Json.of(7))))
        .containsExactly(
            set(new GossipTimer.Flush(), Duration.ofMillis(150)), reply(Body.of("broadcast_ok")));
    assertThat(relay.request(broadcast(Json.of(8))))
        .containsExactly(reply(Body.of("broadcast_ok")));

    assertThat(relay.fire(new GossipTimer.Flush()))
        .containsExactly(
            send("n1", gossip(1, "n0:0", 0, Json.of(7), Json.of(8))),
            set(RETRY_N1, Duration.ofSeconds(1)),
            send("n2", gossip(2, "n0:0", 0, Json.of(7), Json.of(8))),
            set(RETRY_N2, Duration.ofSeconds(1)));
  }

  @Test
  void gossipIsAcknowledgedWithWhatTheNodeHasAndPassedOnByTheRelayAlone() {
    Body gossip = gossip(5, "n1:x", 0, Json.of(1), Json.of(2));
    Body ack = ack(5, "n1:x", 2);

    assertThat(relay.receive("n1", gossip))
        .containsExactly(send("n1", ack), set(new GossipTimer.Flush(), Duration.ofMillis(150)));
    assertThat(relay.fire(new GossipTimer.Flush()))
        .containsExactly(
            send("n2", gossip(1, "n1:x", 0, Json.of(1), Json.of(2))),
            set(RETRY_N2, Duration.ofSeconds(1)));

    assertThat(leaf.receive("n0", gossip)).containsExactly(send("n0", ack));
  }

  @Test
  void aLeafPassesOnToItsRelayWhatAnotherNodeTellsIt() {
    assertThat(leaf.receive("n2", gossip(5, "n2:x", 0, Json.of(1))))
        .containsExactly(
            send("n2", ack(5, "n2:x", 1)),
            send("n0", gossip(1, "n2:x", 0, Json.of(1)).with("ask", Json.of(true))),
            set(RETRY_N0, Duration.ofSeconds(1)));
  }

  @Test
  void aGapIsNotJoinedAndTheAckSaysFromWhereToSend() {
    assertThat(leaf.receive("n0", gossip(5, "n2:x", 3, Json.of(4))))
        .containsExactly(send("n0", ack(5, "n2:x", 0)));
    assertThat(leaf.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "messages", Json.array())));
  }

  @Test
  void aPeerThatAskedIsSentWhatIsNewForAsLongAsItsLeaseRuns() {
    leaf.receive("n2", digest(5, Json.object()).with("ask", Json.of(true)));
    leaf.receive("n0", gossip(6, "n0:x", 0, Json.of(1)));
    assertThat(leaf.fire(new GossipTimer.Flush()))
        .containsExactly(
            send("n2", gossip(1, "n0:x", 0, Json.of(1))), set(RETRY_N2, Duration.ofSeconds(1)));

    leaf.receive("n2", digest(6, have("n0:x", 1)));
    leaf.pass(Duration.ofSeconds(3));
    Body gossip = gossip(7, "n0:x", 1, Json.of(2));
    Body ack = ack(7, "n0:x", 2);
    assertThat(leaf.receive("n0", gossip)).containsExactly(send("n0", ack));
  }

  @Test
  void whatAFormerLifeSentSaysNothingOfThePresentOne() {
    Body newborn = digest(1, Json.object()).with("born", Json.of(1_000_005));
    relay.receive("n1", newborn);
    assertThat(relay.receive("n1", gossip(9, "n1:old", 0, Json.of(1))))
        .contains(send("n1", digest(1, have("n1:old", 1))));

    Body answer = digestOk(1, Json.object()).with("born", Json.of(1_000_005));
    assertThat(relay.receive("n1", answer))
        .contains(send("n1", gossip(2, "n1:old", 0, Json.of(1))));
  }

  @Test
  void aNewLifeHasNothingUntilItSaysSo() {
    relay.receive("n1", gossip(9, "n1:old", 0, Json.of(1)));
    Body newborn = gossip(1, "n1:new", 0, Json.of(2)).with("born", Json.of(1_000_005));
    relay.receive("n1", newborn);

    assertThat(relay.fire(new GossipTimer.Flush()))
        .contains(send("n1", gossip(1, "n1:old", 0, Json.of(1))));
  }

  @Test
  void aDigestIsAnsweredAndWhatItsSenderLacksFollows() {
    leaf.request(broadcast(Json.of(1)));
    Body digest = digest(9, have("n2:x", 4));
    assertThat(leaf.receive("n2", digest))
        .containsExactly(
            send("n2", digestOk(9, have("n1:0", 1))),
            send("n2", gossip(2, "n1:0", 0, Json.of(1))),
            set(RETRY_N2, Duration.ofSeconds(1)));
  }

  @Test
  void aNewLifeAsksItsRelayWhatItHas() {
    assertThat(leaf.start())
        .containsExactly(
            send("n0", digest(1, Json.object()).with("ask", Json.of(true))),
            set(RETRY_N0, Duration.ofSeconds(1)),
            set(new GossipTimer.AntiEntropy(), Duration.ZERO));
  }

  @Test
  void aValueIsReadOnceHoweverOftenItCame() {
    Json value = Json.object("a", Json.array(Json.NULL, Json.of("x")));
    leaf.request(broadcast(value));
    leaf.request(broadcast(value));
    leaf.receive("n0", gossip(5, "n2:x", 0, value, Json.of(2)));

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
    assertThat(alone.request(broadcast(Json.of(1))))
        .containsExactly(reply(Body.of("broadcast_ok")));
  }
}
