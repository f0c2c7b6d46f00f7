package dev.tattle.nodes;

import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AutoNodeTest {
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
    assertThat(node.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "messages", Json.array())));
  }

  @Test
  void anAddedElementMeansASetAndAnswersTheReadThatWaited() {
    Effect answer = reply(Body.of("read_ok", "value", Json.array(Json.of(1))));
    node.request(Body.of("read"));
    assertThat(node.request(Body.of("add", "element", Json.of(1))))
        .contains(reply(Body.of("add_ok")), answer, send("lin-kv", tells("g-set")));
  }

  @Test
  void aNodeThatIsCutOffLearnsFromLinKvWhatOthersWereTold() {
    List<Effect> asks = node.request(Body.of("read"));
    Body ask = Body.of("read", "key", Json.of("tattle-workload")).withMsgId(0);
    assertThat(asks).contains(send("lin-kv", ask));

    Body unknown = RpcError.KEY_DOES_NOT_EXIST.body("no such key").withInReplyTo(0);
    assertThat(node.receive("lin-kv", unknown)).isEmpty();
    Body told = Body.of("read_ok", "value", Json.of("g-set")).withInReplyTo(0);
    assertThat(node.receive("lin-kv", told))
        .contains(reply(Body.of("read_ok", "value", Json.array())));
  }

  @Test
  void ofATopologyTheFirstNodeTellsLinKvAndTheOthersDoNot() {
    Body topology = Body.of("topology", "topology", Json.object());
    NodeTester first = new NodeTester(new FakeEnvironment("n0", "n0", "n1"), AutoNode::new);
    assertThat(first.request(topology)).contains(send("lin-kv", tells("broadcast")));
    assertThat(node.request(topology)).doesNotContain(send("lin-kv", tells("broadcast")));
  }

  @Test
  void aNodeThatLearnsThatNobodyKnowsAsksNoMore() {
    Effect.SetTimer ask = (Effect.SetTimer) node.start().get(0);
    node.fire(ask.timer());
    Body unknown = RpcError.KEY_DOES_NOT_EXIST.body("no such key").withInReplyTo(0);
    assertThat(node.receive("lin-kv", unknown)).containsExactly(cancel(ask.timer()));
  }

  @Test
  void aNodeThatNobodyTellsAnythingAsks() {
    Effect.SetTimer ask = (Effect.SetTimer) node.start().get(0);
    assertThat(node.fire(ask.timer()))
        .containsExactly(
            send("lin-kv", Body.of("read", "key", Json.of("tattle-workload")).withMsgId(0)),
            set(ask.timer(), Duration.ofSeconds(1)));
    Body told = Body.of("read_ok", "value", Json.of("g-set")).withInReplyTo(0);
    assertThat(node.receive("lin-kv", told)).isNotEmpty();
    assertThat(node.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.array())));
  }

  @Test
  void whatLinKvAnswersToTheNoteIsOfNoInterest() {
    node.request(Body.of("add", "element", Json.of(1)));
    assertThat(node.receive("lin-kv", Body.of("write_ok").withInReplyTo(1))).isEmpty();
  }

  @Test
  void anAddedDeltaMeansACounter() {
    node.request(Body.of("add", "delta", Json.of(4)));
    assertThat(node.stop()).contains(reply(Body.of("add_ok")));
    assertThat(node.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.of(4))));
  }

  @Test
  void whatAPeerSendsTellsTheWorkload() {
    Body digest = EngineMessages.digest(1, Json.object()).with("of", Json.of("g-set"));
    node.receive("n0", digest);
    assertThat(node.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.array())));
  }

  @Test
  void aReadThatNothingExplainsIsRefusedInTheEnd() {
    List<Effect> effects = node.request(Body.of("read"));
    Effect.SetTimer patience = (Effect.SetTimer) effects.get(0);
    assertThat(patience).isEqualTo(set(patience.timer(), AutoNode.PATIENCE));

    assertThat(node.fire(patience.timer()))
        .last()
        .isInstanceOfSatisfying(
            Effect.Send.class,
            send ->
                assertThat(send.body().json("code"))
                    .isEqualTo(Json.of(RpcError.TEMPORARILY_UNAVAILABLE.code())));
  }

  @Test
  void aRefusedMessageDecidesNothing() {
    assertThatThrownBy(() -> node.request(Body.of("broadcast")))
        .isInstanceOf(RequestException.class);
    node.request(Body.of("add", "element", Json.of(1)));
    assertThat(node.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.array(Json.of(1)))));
  }

  @Test
  void anAddOfNeitherIsRefused() {
    assertThatThrownBy(() -> node.request(Body.of("add")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'delta'");
  }

  @Test
  void whatNoNodeKnowsIsNotSupported() {
    assertThatThrownBy(() -> node.request(Body.of("txn", "txn", Json.array())))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.error()).isEqualTo(RpcError.NOT_SUPPORTED));
    assertThatThrownBy(() -> node.request(Body.of("read", "key", Json.of(1))))
        .isInstanceOf(RequestException.class);
  }

  private static Body tells(String kind) {
    Body write = Body.of("write", "key", Json.of("tattle-workload"), "value", Json.of(kind));
    return write.withMsgId(1);
  }
}
