package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.RETRY_N0;
import static dev.tattle.nodes.EngineMessages.ask;
import static dev.tattle.nodes.EngineMessages.broadcast;
import static dev.tattle.nodes.EngineMessages.declaring;
import static dev.tattle.nodes.EngineMessages.delta;
import static dev.tattle.nodes.EngineMessages.digestOk;
import static dev.tattle.nodes.EngineMessages.gossip;
import static dev.tattle.nodes.EngineMessages.have;
import static dev.tattle.nodes.EngineMessages.late;
import static dev.tattle.nodes.EngineMessages.re;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.RequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes with a disk keep, and what they restore when they start. */
final class DurableNodesTest {
  private static final Effect OF_BROADCAST = append(header("broadcast", "n1:0"));

  /** The disk of n1. */
  private final List<Json> disk = new ArrayList<>();

  private static Json header(String kind, String replica) {
    return Json.object("of", Json.of(kind), "replica", Json.of(replica));
  }

  private static Json record(Json delta) {
    return Json.object("delta", delta);
  }

  private static Effect append(Json record) {
    return new Effect.Append(record);
  }

  private static Json slot(String replica, long version, long total) {
    return Json.array(Json.of(replica), Json.of(0), Json.of(version), Json.of(total));
  }

  private static Body add(long delta) {
    return Body.of("add", "delta", Json.of(delta));
  }

  private NodeTester node(NodeFactory factory) {
    FakeEnvironment environment = new FakeEnvironment("n1", "n0", "n1", "n2");
    environment.disk = disk;
    return new NodeTester(environment, factory);
  }

  /** A counter that is alone, with a silent seq-kv. It starts at once. */
  private NodeTester counter() {
    FakeEnvironment environment = new FakeEnvironment("n1", "n1");
    environment.disk = disk;
    NodeTester counter = new NodeTester(environment, e -> new CounterNode(e, false));
    keep(counter.start());
    counter.stop();
    return counter;
  }

  /** Puts the records among the effects onto the disk. */
  private List<Effect> keep(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Append append) {
        disk.add(append.record());
      } else if (effect instanceof Effect.Checkpoint checkpoint) {
        disk.clear();
        disk.addAll(checkpoint.records());
      }
    }
    return effects;
  }

  @Test
  void firstRecordSaysWhoseTheRecordsAre() {
    assertThat(node(BroadcastNode::new).start()).first().isEqualTo(OF_BROADCAST);
  }

  @Test
  void valueIsKeptBeforeAnythingTellsOfIt() {
    NodeTester leaf = node(BroadcastNode::new);
    assertThat(leaf.request(broadcast(7)))
        .containsExactly(
            append(record(delta("n1:0", 0, 7))),
            send("n0", ask(gossip(1, delta("n1:0", 0, 7)))),
            set(RETRY_N0, Duration.ofMillis(1400)),
            reply(Body.of("broadcast_ok")));
    assertThat(leaf.request(broadcast(7))).containsExactly(reply(Body.of("broadcast_ok")));
  }

  @Test
  void deltaOfAPeerIsKeptOnceAndBeforeItIsAcknowledged() {
    NodeTester leaf = node(BroadcastNode::new);
    assertThat(leaf.receive("n0", gossip(5, delta("n0:x", 0, 1, 2))))
        .first()
        .isEqualTo(append(record(delta("n0:x", 0, 1, 2))));
    assertThat(leaf.receive("n0", gossip(6, delta("n0:x", 0, 1, 2))))
        .noneMatch(effect -> effect instanceof Effect.Append);
  }

  @Test
  void restartedNodeSendsWhatAnOvertakenAnswerShowsToBeLacking() {
    NodeTester before = node(BroadcastNode::new);
    keep(before.start());
    keep(before.request(broadcast(7)));

    NodeTester after = node(BroadcastNode::new);
    after.start();
    after.receive("n0", re(1, 0, gossip(9, delta("n0:x", 0, 1))));
    assertThat(after.receive("n0", re(1, 0, digestOk(8, have()))))
        .contains(
            send(
                "n0",
                late(ask(re(9, 0, declaring(have("n0:x", 1), gossip(2, delta("n1:0", 0, 7))))))));
  }

  @Test
  void restartedNodeIsTheSameReplicaWithAllThatItKept() {
    NodeTester before = node(BroadcastNode::new);
    keep(before.start());
    keep(before.request(broadcast(7)));
    keep(before.receive("n0", gossip(5, delta("n0:x", 0, 1, 2))));

    NodeTester after = node(BroadcastNode::new);
    assertThat(after.start()).noneMatch(effect -> effect instanceof Effect.Append);
    assertThat(after.request(Body.of("read")))
        .containsExactly(
            reply(Body.of("read_ok", "messages", Json.array(Json.of(7), Json.of(1), Json.of(2)))));
    assertThat(after.request(broadcast(8))).first().isEqualTo(append(record(delta("n1:0", 1, 8))));
  }

  @Test
  void nodeRefusesTheDiskOfAnotherKind() {
    disk.add(header("counter", "n1:0"));
    assertThatThrownBy(() -> node(BroadcastNode::new))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "the data folder of n1 holds counter, not broadcast: choose another folder or another"
                + " workload");
  }

  @Test
  void defaultNodeIsWhatItsDiskSays() {
    keep(node(BroadcastNode::new).start());
    keep(node(BroadcastNode::new).request(broadcast(7)));
    NodeTester auto = node(AutoNode::new);
    assertThat(auto.start()).noneMatch(effect -> effect instanceof Effect.Append);
    assertThat(auto.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "messages", Json.array(Json.of(7)))));
  }

  @Test
  void defaultNodeKeepsWhatItHasBecome() {
    NodeTester auto = node(AutoNode::new);
    auto.start();
    assertThat(auto.request(broadcast(7)))
        .contains(OF_BROADCAST, append(record(delta("n1:0", 0, 7))));
  }

  @Test
  void defaultNodeRefusesADiskOfAKindThatItDoesNotKnow() {
    disk.add(header("of the future", "n1:0"));
    assertThatThrownBy(() -> node(AutoNode::new)).isInstanceOf(RequestException.class);
  }

  @Test
  void whileTheDiskFailsNothingIsAddedOrJoined() {
    NodeTester leaf = node(BroadcastNode::new);
    leaf.failDisk("full");
    assertThatThrownBy(() -> leaf.request(broadcast(7))).hasMessage("full");
    assertThatThrownBy(() -> leaf.receive("n0", gossip(5, delta("n0:x", 0, 1)))).hasMessage("full");
    assertThat(leaf.request(Body.of("read")))
        .contains(reply(Body.of("read_ok", "messages", Json.array())));
  }

  @Test
  void messageWithAMalformedDeltaChangesNothing() {
    NodeTester leaf = node(BroadcastNode::new);
    Json malformed =
        Json.array(Json.of("n0:x"), Json.of(1), Json.of(2), Json.of("not an array of one"));
    assertThatThrownBy(() -> leaf.receive("n0", gossip(5, delta("n0:x", 0, 1), malformed)))
        .isInstanceOf(RequestException.class);
    assertThat(leaf.request(Body.of("read")))
        .contains(reply(Body.of("read_ok", "messages", Json.array())));
  }

  @Test
  void counterKeepsEachAddInItsSlot() {
    NodeTester counter = counter();
    assertThat(keep(counter.request(add(2)))).contains(append(record(slot("n1:0", 1, 2))));
    assertThat(keep(counter.request(add(-5)))).contains(append(record(slot("n1:0", 2, -3))));
    assertThat(counter().request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.of(-3))));
    assertThat(keep(counter().request(add(1)))).contains(append(record(slot("n1:0", 3, -2))));
  }

  @Test
  void counterReplacesItsRecordsByACheckpointBeforeTheyAreTooMany() {
    NodeTester counter = counter();
    for (int i = 0; i < 10_000; i++) {
      keep(counter.request(add(1)));
      assertThat(disk.size()).isLessThan(1_010);
    }
    assertThat(disk).first().isEqualTo(header("counter", "n1:0"));
    assertThat(counter().request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.of(10_000))));
  }
}
