package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.ACK_N0;
import static dev.tattle.nodes.EngineMessages.ACK_N1;
import static dev.tattle.nodes.EngineMessages.FLUSH;
import static dev.tattle.nodes.EngineMessages.RETRY_N0;
import static dev.tattle.nodes.EngineMessages.RETRY_N1;
import static dev.tattle.nodes.EngineMessages.RETRY_N2;
import static dev.tattle.nodes.EngineMessages.ask;
import static dev.tattle.nodes.EngineMessages.declaring;
import static dev.tattle.nodes.EngineMessages.have;
import static dev.tattle.nodes.EngineMessages.re;
import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Counters of a cluster with a budget of 9 s: the relay's share is 1 s, and a leaf sends 7 s after
 * the last round. All nodes have found no value in seq-kv.
 */
final class CounterRoundsTest {
  private static final LatencyBudget BUDGET = new LatencyBudget(Duration.ofSeconds(9));
  private static final Json KEY = Json.of("tattle-counter");
  private static final Duration RELAY = Duration.ofSeconds(1);
  private static final Duration LEAF = Duration.ofSeconds(7);
  // An acknowledgement waits for the next round, at most 1.5 s.
  private static final Duration ACK = Duration.ofMillis(1500);
  private static final Duration TIMEOUT = Duration.ofMillis(2500);

  private final NodeTester leaf = counter("n1");
  private final NodeTester relay = counter("n0");
  private List<Effect> leafRests;
  private List<Effect> relayRests;

  @BeforeEach
  void findNoValueInSeqKv() {
    Body absent = RpcError.KEY_DOES_NOT_EXIST.body("no such key").withInReplyTo(0);
    leaf.start();
    leafRests = leaf.receive("seq-kv", absent);
    leaf.receive("n0", re(1, 0, digestOk()));
    relay.start();
    relayRests = relay.receive("seq-kv", absent);
    relay.receive("n1", re(1, 0, digestOk()));
    relay.receive("n2", re(2, 0, digestOk()));
  }

  @Test
  void aLeafGathersUntilTheNextRound() {
    assertThat(leaf.request(add(5))).containsExactly(set(FLUSH, LEAF), addOk());
    leaf.pass(LEAF);
    assertThat(leaf.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            send("n0", ask(re(1, 7000, slots(2, slot("n1:0", 1, 5))))),
            set(RETRY_N0, TIMEOUT));
  }

  @Test
  void theRelayGathersTheLeavesOfARoundForItsShare() {
    assertThat(relay.receive("n1", ask(slots(5, slot("n1:x", 1, 5)))))
        .startsWith(set(FLUSH, RELAY), set(ACK_N1, ACK));
    relay.pass(RELAY);
    assertThat(relay.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            send("n2", re(1, 1000, slots(3, slot("n1:x", 1, 5)))),
            set(RETRY_N2, TIMEOUT));
  }

  @Test
  void whatTheRelayAddsItselfWaitsForTheLeavesOfTheNextRound() {
    assertThat(relay.request(add(5))).contains(set(FLUSH, Duration.ofSeconds(9)), addOk());
    relay.pass(RELAY);
    assertThat(relay.receive("n1", ask(slots(5, slot("n1:x", 1, 7)))))
        .containsExactly(set(FLUSH, RELAY), set(ACK_N1, ACK));
    relay.pass(RELAY);
    Json own = slot("n0:0", 1, 5);
    assertThat(relay.fire(FLUSH))
        .containsExactly(
            cancel(FLUSH),
            cancel(ACK_N1),
            send("n1", declaring(have("n1:x", 1), re(5, 1000, slots(3, own)))),
            set(RETRY_N1, TIMEOUT),
            send("n2", re(1, 2000, slots(4, own, slot("n1:x", 1, 7)))),
            set(RETRY_N2, TIMEOUT));
  }

  @Test
  void aLeafAnswersTheRelaysRoundWithWhatItHasGathered() {
    leaf.request(add(5));
    leaf.pass(Duration.ofSeconds(5));

    assertThat(leaf.receive("n0", slots(5, slot("n0:x", 1, 7))))
        .containsExactly(
            cancel(FLUSH),
            cancel(ACK_N0),
            send("n0", ask(declaring(have("n0:x", 1), re(5, 0, slots(2, slot("n1:0", 1, 5)))))),
            set(RETRY_N0, TIMEOUT));
  }

  @Test
  void aLeafThatHasJustSentPutsOffWhatIsNewUntilTheNextRound() {
    leaf.request(add(5));
    leaf.pass(LEAF);
    leaf.fire(FLUSH);
    leaf.request(add(6));
    leaf.pass(Duration.ofSeconds(3));

    assertThat(
            leaf.receive("n0", re(2, 0, declaring(have("n1:0", 1), slots(5, slot("n0:x", 1, 7))))))
        .containsExactly(cancel(RETRY_N0), set(FLUSH, LEAF), set(ACK_N0, ACK));
  }

  @Test
  void aLeafWithNothingNewOnlyAcknowledgesARound() {
    leaf.pass(Duration.ofSeconds(5));
    assertThat(leaf.receive("n0", slots(5, slot("n0:x", 1, 7)))).containsExactly(set(ACK_N0, ACK));
  }

  @Test
  void readsAreTheSumOfAllSlotsEachAtItsLatest() {
    leaf.request(add(5));
    leaf.receive("n0", slots(5, slot("n0:x", 3, 30), slot("n1:0", 1, 5)));
    leaf.receive("n0", slots(4, slot("n0:x", 2, 20)));

    assertThat(leaf.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.of(35))));
  }

  @Test
  void onlyTheNodeThatLeadsWritesToSeqKv() {
    assertThat(relay.receive("n1", ask(slots(5, slot("n1:x", 1, 5)))))
        .endsWith(set(sync(relayRests), Duration.ofSeconds(3)));
    assertThat(relay.fire(sync(relayRests))).contains(send("seq-kv", created(1, "n1:x", 1, 5)));

    leaf.request(add(5));
    assertThat(leaf.fire(sync(leafRests)))
        .containsExactly(set(sync(leafRests), Duration.ofMillis(3750)));
  }

  @Test
  void aLeafThatReachesNoRelayWritesToSeqKvItself() {
    leaf.request(add(5));
    leaf.pass(LEAF);
    leaf.fire(FLUSH);
    leaf.fire(RETRY_N0);
    leaf.fire(RETRY_N0);

    assertThat(leaf.fire(sync(leafRests)))
        .contains(send("seq-kv", Body.of("read", "key", KEY).withMsgId(1)));
    Body absent = RpcError.KEY_DOES_NOT_EXIST.body("no such key").withInReplyTo(1);
    assertThat(leaf.receive("seq-kv", absent)).contains(send("seq-kv", created(2, "n1:0", 1, 5)));
  }

  private static Timer sync(List<Effect> rests) {
    return ((Effect.SetTimer) rests.get(1)).timer();
  }

  private static NodeTester counter(String self) {
    FakeEnvironment environment = new FakeEnvironment(self, "n0", "n1", "n2");
    return new NodeTester(environment, e -> new CounterNode(e, false, BUDGET));
  }

  /** The cas that puts the first slot into the key. */
  private static Body created(long call, String replica, long version, long total) {
    Json table = Json.object(replica, Json.array(Json.of(version), Json.of(total)));
    Body cas = Body.of("cas", "key", KEY, "from", Json.NULL, "to", table);
    return cas.with("create_if_not_exists", Json.of(true)).withMsgId(call);
  }

  private static Body slots(long number, Json... slots) {
    return message("gossip", number).with("deltas", Json.array(slots));
  }

  private static Json slot(String replica, long version, long total) {
    return Json.array(Json.of(replica), Json.of(0), Json.of(version), Json.of(total));
  }

  private static Body digestOk() {
    return message("digest_ok", 1).with("have", Json.object());
  }

  private static Body message(String type, long number) {
    Body body = Body.of(type, "of", Json.of(CounterNode.KIND));
    return body.with("inc", Json.of(1)).with("n", Json.of(number));
  }

  private static Body add(long delta) {
    return Body.of("add", "delta", Json.of(delta));
  }

  private static Effect addOk() {
    return reply(Body.of("add_ok"));
  }
}
