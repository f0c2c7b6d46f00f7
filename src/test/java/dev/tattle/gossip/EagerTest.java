package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.GossipMessage.EagerPush;
import dev.tattle.gossip.GossipMessage.Header;
import dev.tattle.gossip.GossipMessage.Push;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leaf with the fast profile, to which other nodes send directly. Its relay is n0. */
class EagerTest {
  private static final String KIND = "words";
  private static final NodeId RELAY = new NodeId("n0");
  private static final NodeId OTHER_LEAF = new NodeId("n1");
  private static final Effect.SetTimer TELLS_SOON = tellsRelay(GossipDefaults.MISSED);

  private final FakeEnvironment environment = new FakeEnvironment("n2", "n0", "n1", "n2");
  private final Effects effects = new Effects();
  private final DeltaRecords records = new DeltaRecords(environment, KIND);
  private final WordStore store = new WordStore(records.self());
  private final Gossip gossip =
      new Gossip(environment, store, records, GossipSettings.of(KIND, Duration.ZERO));
  private long number;

  private static Effect.SetTimer tellsRelay(Duration delay) {
    return new Effect.SetTimer(new GossipTimer.Ack(RELAY), delay);
  }

  private List<Effect> afterPush(NodeId from, String origin, long after) {
    Header header = new Header(1, ++number, 0, 0, false, VersionVector.EMPTY, false);
    Json word = Json.array(List.of(Json.of("a")));
    List<Delta> deltas = List.of(new Delta(new ReplicaId(origin), after, after + 1, word));
    GossipMessage push =
        from.equals(RELAY) ? new Push(header, deltas, false) : new EagerPush(header, deltas);
    Body body = GossipBodies.toBody(KIND, push);
    gossip.onMessage(new Message(from, new NodeId("n2"), body), effects);
    return effects.drain();
  }

  @Test
  void whatComesInOrderIsDeclaredWithTheNextMessage() {
    assertThat(afterPush(OTHER_LEAF, "n1:x", 0))
        .contains(tellsRelay(GossipDefaults.ACK_IDLE))
        .doesNotContain(TELLS_SOON);
  }

  @Test
  void aGapBetweenLeavesIsToldToTheRelaySoon() {
    assertThat(afterPush(OTHER_LEAF, "n1:x", 1)).contains(TELLS_SOON);
  }

  @Test
  void whatComesMeanwhileDoesNotPutThatOff() {
    afterPush(OTHER_LEAF, "n1:x", 1);
    environment.nowNanos += Duration.ofMillis(100).toNanos();
    assertThat(afterPush(new NodeId("n1"), "n1:y", 0)).contains(tellsRelay(Duration.ofMillis(50)));
  }

  @Test
  void whatTheRelayItselfSendsIsAnsweredSoon() {
    assertThat(afterPush(RELAY, "n1:x", 0)).contains(TELLS_SOON);
  }

  @Test
  void whatTheRelayCouldHaveAnsweredByNowGoesWithTheAcknowledgement() {
    store.join(store.addition("own"));
    gossip.changed(effects);
    afterPush(OTHER_LEAF, "n1:x", 0);
    environment.nowNanos += Duration.ofMillis(400).toNanos();
    gossip.onTimer(new GossipTimer.Ack(RELAY), effects);
    assertThat(effects.drain().toString()).contains("repair", "own");
  }

  @Test
  void aRelayDoesNotTakeWhatIsLateForSentToAll() {
    FakeEnvironment ofRelay = new FakeEnvironment("n0", "n0", "n1", "n2");
    DeltaRecords ofItself = new DeltaRecords(ofRelay, KIND);
    GossipSettings settings = GossipSettings.of(KIND, Duration.ZERO);
    Gossip relay = new Gossip(ofRelay, new WordStore(ofItself.self()), ofItself, settings);
    relay.onMessage(repair(0), effects);
    ofRelay.nowNanos += Duration.ofMillis(1).toNanos();
    relay.onMessage(repair(1), effects);
    Header tellsAll = new Header(2, 1, 0, 0, true, VersionVector.EMPTY, true);
    Body ack = GossipBodies.toBody(KIND, new GossipMessage.Ack(tellsAll));
    relay.onMessage(new Message(new NodeId("n2"), RELAY, ack), effects);
    effects.drain();
    relay.onTimer(GossipTimer.Own.FLUSH, effects);
    assertThat(effects.drain().toString()).contains("late1");
  }

  private Message repair(long after) {
    Header header = new Header(1, ++number, 0, 0, true, VersionVector.EMPTY, false);
    Json word = Json.array(List.of(Json.of("late" + after)));
    List<Delta> deltas = List.of(new Delta(new ReplicaId("n1:x"), after, after + 1, word));
    Body body = GossipBodies.toBody(KIND, new GossipMessage.Repair(header, deltas, false));
    return new Message(OTHER_LEAF, RELAY, body);
  }
}
