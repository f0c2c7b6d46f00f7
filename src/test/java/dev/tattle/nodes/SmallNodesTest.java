package dev.tattle.nodes;

import static dev.tattle.nodes.NodeTester.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Echo, unique-ids and g-set. */
final class SmallNodesTest {
  @Test
  void echoSendsBackWhatItWasSent() {
    NodeTester echo = new NodeTester(new FakeEnvironment("n0", "n0"), e -> new EchoNode());
    Json payload = Json.object("a", Json.NULL);
    assertThat(echo.request(Body.of("echo", "echo", payload)))
        .containsExactly(reply(Body.of("echo_ok", "echo", payload)));
  }

  @Test
  void anEchoWithoutPayloadIsRefused() {
    NodeTester echo = new NodeTester(new FakeEnvironment("n0", "n0"), e -> new EchoNode());
    assertThatThrownBy(() -> echo.request(Body.of("echo")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'echo'");
  }

  @Test
  void idsCountUpWithinOneLife() {
    NodeTester ids = new NodeTester(new FakeEnvironment("n0", "n0"), UniqueIdsNode::new);
    assertThat(ids.request(Body.of("generate")))
        .containsExactly(reply(Body.of("generate_ok", "id", Json.of("n0:0:0"))));
    assertThat(ids.request(Body.of("generate")))
        .containsExactly(reply(Body.of("generate_ok", "id", Json.of("n0:0:1"))));
  }

  @Test
  void livesOfOneNodeAndOtherNodesMakeOtherIds() {
    Set<Effect> ids = new LinkedHashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int life = 0; life < 100; life++) {
      for (String self : new String[] {"n0", "n1", "n"}) {
        FakeEnvironment environment = new FakeEnvironment(random, self, self);
        NodeTester node = new NodeTester(environment, UniqueIdsNode::new);
        for (int i = 0; i < 10; i++) {
          ids.addAll(node.request(Body.of("generate")));
        }
      }
    }
    assertThat(ids).hasSize(3_000);
  }

  @Test
  void aSetHoldsEachElementOnce() {
    NodeTester set = new NodeTester(new FakeEnvironment("n0", "n0"), GSetNode::new);
    Body add = Body.of("add", "element", Json.of("x"));
    assertThat(set.request(add)).containsExactly(reply(Body.of("add_ok")));
    assertThat(set.request(add)).containsExactly(reply(Body.of("add_ok")));
    assertThat(set.request(Body.of("read")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.array(Json.of("x")))));
  }

  @Test
  void anElementThatNestsTooDeepToBePassedOnIsRefused() {
    NodeTester set = new NodeTester(new FakeEnvironment("n0", "n0"), GSetNode::new);
    Json deep = Json.of(1);
    for (int i = 0; i < Body.MAX_PAYLOAD_DEPTH; i++) {
      deep = i % 2 == 0 ? Json.array(deep) : Json.object("x", deep);
    }
    assertThat(set.request(Body.of("add", "element", deep)))
        .containsExactly(reply(Body.of("add_ok")));
    Body tooDeep = Body.of("add", "element", Json.array(deep));
    assertThatThrownBy(() -> set.request(tooDeep))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("900 levels");
  }

  @Test
  void aNodeSaysThatItDoesNotKnowAType() {
    NodeTester set = new NodeTester(new FakeEnvironment("n0", "n0"), GSetNode::new);
    assertThatThrownBy(() -> set.request(Body.of("send", "key", Json.of("k"))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'send'");
  }

  @Test
  void gossipFromOutsideTheClusterIsRefused() {
    NodeTester set = new NodeTester(new FakeEnvironment("n0", "n0", "n1"), GSetNode::new);
    Body digest = EngineMessages.digest(1, Json.object()).with("of", Json.of("g-set"));
    assertThatThrownBy(() -> set.request(digest))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'digest'");
    assertThat(set.receive("n1", digest)).isNotEmpty();
    assertThatThrownBy(() -> set.receive("n1", digest.with("of", Json.of("counter"))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'g-set'");
  }
}
