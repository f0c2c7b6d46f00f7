package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node reports about each node's view of a counter. */
class CounterViewsTest {
  private static final Json VISITS = Json.of("visits");
  private static final Body VIEWS = Body.of("views", "counter", VISITS);

  private NodeTester node;

  @BeforeEach
  void start() {
    node = new NodeTester(new FakeEnvironment("n1", "n1", "n2", "n3"), CountersNode::new);
    node.start();
    node.request(Body.of("add", "counter", VISITS, "delta", Json.of(5)));
  }

  private static Body view(long number, long value, Map<String, Json> versions) {
    return Body.of(
        CounterViews.VIEW_OK,
        "number",
        Json.of(number),
        "value",
        Json.of(value),
        "exists",
        Json.of(true),
        "versions",
        new Json.Obj(versions),
        "relay",
        Json.of("n1"),
        "away",
        Json.array());
  }

  private static Body sentTo(String dest, List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Send.class::isInstance)
        .map(Effect.Send.class::cast)
        .filter(send -> send.dest().equals(new NodeId(dest)))
        .map(Effect.Send::body)
        .findFirst()
        .orElse(Body.of("nothing"));
  }

  /** Node, value and how far behind. */
  private static String shown(List<Effect> effects) {
    StringBuilder text = new StringBuilder();
    Body answer = sentTo("c1", effects);
    if (answer.has("views")) {
      answer
          .object("views")
          .forEach(
              (id, view) -> {
                Map<String, Json> fields = ((Json.Obj) view).fields();
                text.append(id + " " + fields.get("value") + " " + fields.get("behind") + ", ");
              });
    }
    return text.toString().replaceAll("Int\\[value=(\\d+)]", "$1");
  }

  @Test
  void allOthersAreAskedAndTheAnswerComesWithTheLast() {
    List<Effect> asked = node.request(VIEWS);
    assertThat(sentTo("n2", asked))
        .isEqualTo(sentTo("n3", asked))
        .isEqualTo(Body.of(CounterViews.VIEW, "number", Json.of(1), "counter", VISITS));
    assertThat(shown(node.receive("n2", view(1, 5, Map.of("n2:a", Json.of(3)))))).isEmpty();
    assertThat(shown(node.receive("n2", view(1, 9, Map.of())))).as("once").isEmpty();
    List<Effect> last = node.receive("n3", view(1, 4, Map.of("n2:a", Json.of(1))));
    assertThat(shown(last)).matches("n1 5 3, n2 5 \\d, n3 4 \\d, ");
    assertThat(last).contains(NodeTester.cancel(CounterTimer.VIEWS));
  }

  @Test
  void whoDoesNotAnswerInTimeIsLeftOut() {
    assertThat(node.request(VIEWS))
        .contains(NodeTester.set(CounterTimer.VIEWS, CounterViews.PATIENCE));
    node.receive("n2", view(1, 4, Map.of()));
    node.pass(CounterViews.PATIENCE);
    assertThat(shown(node.fire(CounterTimer.VIEWS))).matches("n1 5 0, n2 4 \\d, ");
    assertThat(shown(node.receive("n3", view(1, 4, Map.of())))).as("too late").isEmpty();
  }

  @Test
  void strangersAreNotCounted() {
    node.request(VIEWS);
    node.receive("n9", view(1, 4, Map.of()));
    node.receive("n2", view(1, 4, Map.of()));
    node.pass(CounterViews.PATIENCE);
    assertThat(shown(node.fire(CounterTimer.VIEWS))).doesNotContain("n9").contains("n2");
  }

  @Test
  void aPeerIsToldWhatIsShownHereAndToWhomThisNodeTurns() {
    Body question = Body.of(CounterViews.VIEW, "number", Json.of(7), "counter", VISITS);
    Body answer = sentTo("n2", node.receive("n2", question));
    assertThat(answer.type()).isEqualTo(CounterViews.VIEW_OK);
    assertThat(answer.integer("number")).isEqualTo(7);
    assertThat(answer.integer("value")).isEqualTo(5);
    assertThat(answer.text("relay")).isEqualTo("n1");
    assertThat(CountersNode.isBetweenNodes(question)).isTrue();
    assertThat(CountersNode.isBetweenNodes(answer)).isTrue();
    assertThat(CountersNode.isBetweenNodes(VIEWS)).isFalse();
  }

  @Test
  void onlySoManyRequestsWait() {
    for (int i = 0; i < CounterViews.MOST; i++) {
      node.request(VIEWS);
    }
    assertThatThrownBy(() -> node.request(VIEWS))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("32 requests");
  }
}
