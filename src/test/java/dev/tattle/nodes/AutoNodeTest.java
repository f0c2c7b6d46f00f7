package dev.tattle.nodes;

import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.rpc.CallTimer;
import dev.tattle.raft.RaftTimer;
import dev.tattle.raft.Witness;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which messages decide the kind of data, and what happens to requests before that. */
final class AutoNodeTest {
  private static final Body READ = Body.of("read");
  private static final Body ADD = Body.of("add", "element", Json.of(1));
  private static final Effect EMPTY_SET = reply(Body.of("read_ok", "value", Json.array()));
  private static final Effect UNTOLD =
      reply(
          RpcError.TEMPORARILY_UNAVAILABLE.body(
              "this node has not detected its workload yet; start it with --workload" + " NAME"));

  private final NodeTester node =
      new NodeTester(new FakeEnvironment("n1", "n0", "n1"), AutoNode::new);

  @Test
  void echoAndGenerateAreAnsweredBesideAnyWorkload() {
    node.request(Body.of("broadcast", "message", Json.of(1)));
    assertThat(node.request(Body.of("echo", "echo", Json.of(5))))
        .containsExactly(reply(Body.of("echo_ok", "echo", Json.of(5))));
    assertThat(node.request(Body.of("generate")))
        .containsExactly(reply(Body.of("generate_ok", "id", Json.of("n1:0:0"))));
  }

  @Test
  void aTopologyMeansBroadcast() {
    assertThat(node.request(Body.of("topology", "topology", Json.object())))
        .contains(reply(Body.of("topology_ok")));
    assertThat(node.request(READ))
        .containsExactly(reply(Body.of("read_ok", "messages", Json.array())));
  }

  @Test
  void anAddedElementMeansASetAndAnswersTheReadThatWaited() {
    assertThat(node.request(READ))
        .containsExactly(
            set(AutoTimer.REFUSE, HeldRequests.PATIENCE),
            set(AutoTimer.ASK, KindQuestions.ASK_AFTER));
    assertThat(node.request(ADD))
        .contains(
            reply(Body.of("add_ok")),
            reply(Body.of("read_ok", "value", Json.array(Json.of(1)))),
            cancel(AutoTimer.REFUSE),
            cancel(AutoTimer.ASK));
  }

  @Test
  void anAddedDeltaMeansACounter() {
    node.request(Body.of("add", "delta", Json.of(4)));
    assertThat(node.stop()).contains(reply(Body.of("add_ok")));
    assertThat(node.request(READ)).containsExactly(reply(Body.of("read_ok", "value", Json.of(4))));
  }

  @Test
  void whatHasAKeyMeansLinKv() {
    node.receive("n0", Body.of("timeout_now", "of", Json.of("lin-kv"), "term", Json.of(1)));
    assertThatThrownBy(() -> node.request(READ)).isInstanceOf(RequestException.class);
    NodeTester alone = new NodeTester(new FakeEnvironment("n1", "n1"), AutoNode::new);
    alone.start();
    alone.request(Body.of("write", "key", Json.of("k"), "value", Json.of(1)));
    alone.pass(Duration.ofMillis(50));
    assertThat(alone.fire(RaftTimer.ELECTION)).contains(reply(Body.of("write_ok")));
  }

  @Test
  void whatAPeerSendsTellsTheWorkload() {
    node.receive("n0", EngineMessages.digest(1, Json.object()).with("of", Json.of("g-set")));
    assertThat(node.request(READ)).containsExactly(EMPTY_SET);
  }

  @Test
  void aKindThatIsOnTheDiskNeedsNoMessage() {
    FakeEnvironment restarted = new FakeEnvironment("n1", "n0", "n1");
    restarted.disk = List.of(Json.object("of", Json.of("g-set"), "replica", Json.of("n1-1")));
    NodeTester told = new NodeTester(restarted, AutoNode::new);
    assertThat(told.start()).doesNotContain(set(AutoTimer.ASK, KindQuestions.JOIN_AFTER));
    assertThat(told.request(READ)).containsExactly(EMPTY_SET);
  }

  @Test
  void eachReadWaitsAsLongAsItsClientAndIsThenRefused() {
    node.request(READ);
    node.pass(Duration.ofSeconds(1));
    node.receive("c2", READ.withMsgId(1));

    node.pass(HeldRequests.PATIENCE.minusSeconds(1));
    assertThat(node.fire(AutoTimer.REFUSE))
        .containsExactly(UNTOLD, set(AutoTimer.REFUSE, Duration.ofSeconds(1)));
    node.pass(Duration.ofSeconds(1));
    assertThat(node.fire(AutoTimer.REFUSE))
        .hasSize(2)
        .first()
        .isInstanceOfSatisfying(
            Effect.Send.class, refusal -> assertThat(refusal.dest().name()).isEqualTo("c2"));
  }

  @Test
  void atItsEndTheNodeRefusesWhatWaits() {
    node.request(READ);
    assertThat(node.stop()).contains(UNTOLD);
  }

  @Test
  void oneReadMoreThanMayWaitIsRefusedAtOnce() {
    for (int i = 0; i < HeldRequests.LIMIT; i++) {
      node.request(READ);
    }
    assertThatThrownBy(() -> node.request(READ))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.error()).isEqualTo(RpcError.TEMPORARILY_UNAVAILABLE));
    assertThat(node.request(ADD).stream().filter(Effect.Send.class::isInstance))
        .hasSizeGreaterThanOrEqualTo(HeldRequests.LIMIT + 1);
  }

  @Test
  void aRefusedMessageDecidesNothing() {
    node.request(READ);
    assertThatThrownBy(() -> node.request(Body.of("broadcast")))
        .isInstanceOf(RequestException.class);
    assertThatThrownBy(() -> node.receive("n0", Body.of("gossip", "of", Json.of("g-set"))))
        .isInstanceOf(RequestException.class);
    assertThat(node.request(ADD))
        .contains(reply(Body.of("read_ok", "value", Json.array(Json.of(1)))));
  }

  @Test
  void anAddOfNeitherIsRefused() {
    assertThatThrownBy(() -> node.request(Body.of("add")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'delta'");
  }

  @Test
  void gossipOfAnUnknownKindIsRefused() {
    Body digest = EngineMessages.digest(1, Json.object()).with("of", Json.of("wiki"));
    assertThatThrownBy(() -> node.receive("n0", digest))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'of'");
  }

  @Test
  void whatNoNodeKnowsIsNotSupported() {
    for (Body body :
        List.of(
            Body.of("transact"),
            Body.of("kind", "round", Json.of(1)),
            Body.of("kind_ok", "of", Json.of("g-set")))) {
      assertThatThrownBy(() -> node.request(body))
          .isInstanceOfSatisfying(
              RequestException.class, e -> assertThat(e.error()).isEqualTo(RpcError.NOT_SUPPORTED));
    }
  }

  @Test
  void aTimerThatNobodyHasSetFailsLoudly() {
    assertThatThrownBy(() -> node.fire(new CallTimer(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CallTimer");
  }

  private static Body txn(String f, Json value) {
    return Body.of("txn", "txn", Json.array(Json.array(Json.of(f), Json.of(1), value)));
  }

  private static Effect txnOk(String f, Json value) {
    return reply(Body.of("txn_ok", "txn", Json.array(Json.array(Json.of(f), Json.of(1), value))));
  }

  private static final Body READ_ONE = txn("r", Json.NULL);
  private static final Effect NOTHING_THERE = txnOk("r", Json.NULL);

  @Test
  void writeMeansCausalRegistersAndAppendMeansALog() {
    assertThat(node.request(txn("w", Json.of(5)))).contains(txnOk("w", Json.of(5)));
    assertThat(node.request(READ_ONE)).containsExactly(txnOk("r", Json.of(5)));
    NodeTester alone = new NodeTester(new FakeEnvironment("n1", "n1"), AutoNode::new);
    alone.start();
    alone.request(txn("append", Json.of(5)));
    alone.pass(Duration.ofMillis(50));
    alone.fire(RaftTimer.ELECTION);
    assertThat(alone.request(READ_ONE)).contains(txnOk("r", Json.array(Json.of(5))));
  }

  @Test
  void writeMeansALogWhereStrictSerializabilityIsAskedFor() {
    NodeSettings strict = NodeSettings.DEFAULT.with(Consistency.STRICT_SERIALIZABLE);
    NodeTester asked =
        new NodeTester(
            new FakeEnvironment("n1", "n0", "n1"), e -> new AutoNode(e, strict, Witness.NONE));
    assertThat(asked.request(READ_ONE)).doesNotContain(NOTHING_THERE);
    assertThat(asked.receive("n0", Body.of("kind", "round", Json.of(3))))
        .containsExactly(
            NodeTester.send(
                "n0", Body.of("kind_ok", "of", Json.of("txn-strict"), "round", Json.of(3))));
  }

  @Test
  void readsAloneAreAnsweredOnceAMajorityKnowsOfNoWrite() {
    NodeTester alone = new NodeTester(new FakeEnvironment("n1", "n1"), AutoNode::new);
    assertThat(alone.request(READ_ONE)).contains(NOTHING_THERE);

    assertThat(node.request(READ_ONE)).doesNotContain(NOTHING_THERE);
    List<Effect> asked = node.fire(AutoTimer.ASK);
    assertThat(asked).contains(NodeTester.send("n0", Body.of("kind", "round", Json.of(1))));
    assertThat(node.receive("n0", ignorant(0))).as("it came later").isEmpty();
    assertThat(node.receive("n0", ignorant(1)))
        .contains(NOTHING_THERE, cancel(AutoTimer.REFUSE), cancel(AutoTimer.ASK));
    assertThat(node.request(READ_ONE)).as("a write may have come since").hasSize(2);
  }

  private static Body ignorant(long round) {
    return Body.of("kind_ok", "of", Json.NULL, "round", Json.of(round));
  }

  @Test
  void nodeThatDoesNotKnowTheKindSaysSo() {
    assertThat(node.receive("n0", Body.of("kind", "round", Json.of(3))))
        .containsExactly(NodeTester.send("n0", ignorant(3)));
  }
}
