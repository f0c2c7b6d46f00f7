package dev.tattle.nodes;

import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which {@link AutoNode} writes the kind into lin-kv, and how often. */
final class KindNoteTest {
  private static final Body ADD = Body.of("add", "element", Json.of(1));
  private static final Effect NOTE =
      send(
          "lin-kv",
          Body.of("write", "key", Json.of("tattle-workload"), "value", Json.of("g-set"))
              .withMsgId(0));
  private static final Effect STAND_IN = set(AutoTimer.NOTE, KindNote.STAND_IN_AFTER);

  private final NodeTester first = tester("n0");
  private final NodeTester second = tester("n1");

  private static NodeTester tester(String self) {
    return new NodeTester(new FakeEnvironment(self, "n0", "n1", "n2"), AutoNode::new);
  }

  private static Body digest() {
    return EngineMessages.digest(1, Json.object()).with("of", Json.of("g-set"));
  }

  @Test
  void theFirstNodeWritesTheNoteAtOnceWhoeverTellsIt() {
    assertThat(first.request(ADD)).contains(NOTE);
    NodeTester toldByPeer = tester("n0");
    assertThat(toldByPeer.receive("n1", digest())).contains(NOTE);
  }

  @Test
  void theNoteIsWrittenAgainUntilLinKvHasAnswered() {
    first.request(ADD);
    for (int pause : new int[] {2, 4, 8, 16, 16}) {
      assertThat(first.fire(AutoTimer.NOTE))
          .containsExactly(NOTE, set(AutoTimer.NOTE, Duration.ofSeconds(pause)));
    }
    Body busy = RpcError.TEMPORARILY_UNAVAILABLE.body("busy").withInReplyTo(0);
    assertThat(first.receive("lin-kv", busy)).isEmpty();
    Body done = Body.of("write_ok").withInReplyTo(0);
    assertThat(first.receive("lin-kv", done)).containsExactly(cancel(AutoTimer.NOTE));
    assertThat(first.receive("lin-kv", done)).isEmpty();
  }

  @Test
  void aServiceThatRefusesTheNoteForGoodIsLeftAlone() {
    first.request(ADD);
    Body refusal = RpcError.NOT_SUPPORTED.body("no such service").withInReplyTo(0);
    assertThat(first.receive("lin-kv", refusal)).containsExactly(cancel(AutoTimer.NOTE));
  }

  @Test
  void anyNodeThatAClientTellsWritesItAtOnce() {
    assertThat(second.request(ADD)).contains(NOTE);
  }

  @Test
  void anotherNodeStandsInForTheFirstAfterAWhile() {
    assertThat(second.receive("n2", digest())).contains(STAND_IN).doesNotContain(NOTE);
    assertThat(second.fire(AutoTimer.NOTE)).contains(NOTE);
  }

  @Test
  void whoHearsTheKindFromAnEarlierNodeLeavesTheNoteToIt() {
    second.request(ADD);
    assertThat(second.receive("n0", digest())).contains(cancel(AutoTimer.NOTE));

    NodeTester told = tester("n1");
    assertThat(told.receive("n0", digest())).doesNotContain(STAND_IN);
  }

  @Test
  void aTopologyIsToldToAllAndLeftToTheFirst() {
    Body topology = Body.of("topology", "topology", Json.object());
    assertThat(second.request(topology)).contains(STAND_IN);
    assertThat(first.request(topology))
        .anyMatch(e -> e instanceof Effect.Send s && s.body().type().equals("write"));
  }

  @Test
  void whoHearsTheKindFromALaterNodeDoesNot() {
    assertThat(second.receive("n2", digest())).contains(STAND_IN);
    assertThat(second.receive("n2", digest())).doesNotContain(cancel(AutoTimer.NOTE));
  }

  @Test
  void anEarlierNodeThatAsksDoesNotKnowTheKind() {
    second.request(ADD);
    assertThat(second.receive("n0", Body.of("kind", "round", Json.of(1)))).hasSize(1);
    Body knows = Body.of("kind_ok", "of", Json.of("g-set"));
    assertThat(second.receive("n0", knows)).containsExactly(cancel(AutoTimer.NOTE));
  }

  @Test
  void aNodeThatReadsTheNoteDoesNotWriteIt() {
    NodeTester restarted = tester("n0");
    restarted.start();
    restarted.fire(AutoTimer.ASK);
    Body note = Body.of("read_ok", "value", Json.of("g-set")).withInReplyTo(1);
    assertThat(restarted.receive("lin-kv", note)).isNotEmpty().doesNotContain(NOTE);
  }
}
