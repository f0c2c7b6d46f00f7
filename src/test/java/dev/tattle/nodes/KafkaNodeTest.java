package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.gossip;
import static dev.tattle.nodes.NodeTester.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The answers that clients of logs get. {@link KafkaLogsTest} tests when messages show. */
class KafkaNodeTest {
  private final List<Json> disk = new ArrayList<>();
  private NodeTester node = started("n0");

  private NodeTester started(String... nodes) {
    FakeEnvironment environment = new FakeEnvironment(nodes[0], nodes);
    environment.disk = disk;
    NodeTester started = new NodeTester(environment, KafkaNode::new);
    keep(started.start());
    return started;
  }

  private List<Effect> keep(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Append append) {
        disk.add(append.record());
      }
    }
    return effects;
  }

  private Effect answer(Body request) {
    List<Effect> effects = keep(node.request(request));
    return effects.stream()
        .filter(Effect.Send.class::isInstance)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Body send(String key, long message) {
    return Body.of("send", "key", Json.of(key), "msg", Json.of(message));
  }

  private static Effect sendOk(long offset) {
    return reply(Body.of("send_ok", "offset", Json.of(offset)));
  }

  private static Body poll(String key, long offset) {
    return Body.of("poll", "offsets", Json.object(key, Json.of(offset)));
  }

  private static Json pair(long offset, long message) {
    return Json.array(Json.of(offset), Json.of(message));
  }

  @Test
  void sendIsAnsweredWithItsOffsetAndPollShowsItFromThere() {
    assertThat(answer(send("k", 7))).isEqualTo(sendOk(0));
    assertThat(answer(send("k", 8))).isEqualTo(sendOk(1));
    assertThat(answer(poll("k", 1)))
        .isEqualTo(reply(Body.of("poll_ok", "msgs", Json.object("k", Json.array(pair(1, 8))))));
    assertThat(answer(poll("k", 2)))
        .as("a key of which there is nothing is left out")
        .isEqualTo(reply(Body.of("poll_ok", "msgs", Json.object())));
  }

  @Test
  void committedOffsetsAreListedWhereThereAreAny() {
    Body commit = Body.of("commit_offsets", "offsets", Json.object("k", Json.of(5)));
    assertThat(answer(commit)).isEqualTo(reply(Body.of("commit_offsets_ok")));
    Json keys = Json.array(Json.of("k"), Json.of("other"));
    assertThat(answer(Body.of("list_committed_offsets", "keys", keys)))
        .isEqualTo(
            reply(Body.of("list_committed_offsets_ok", "offsets", Json.object("k", Json.of(5)))));
  }

  @Test
  void nodeThatRestartsFromItsDiskGoesOnWhereItWas() {
    answer(send("k", 7));
    answer(Body.of("commit_offsets", "offsets", Json.object("k", Json.of(5))));
    node = started("n0");
    assertThat(answer(poll("k", 0)))
        .isEqualTo(reply(Body.of("poll_ok", "msgs", Json.object("k", Json.array(pair(0, 7))))));
    assertThat(answer(send("k", 8))).as("no offset is given twice").isEqualTo(sendOk(1));
  }

  @Test
  void sendThatTheDiskRefusesHasNotHappened() {
    node.failDisk("full");
    assertThatThrownBy(() -> node.request(send("k", 7))).isInstanceOf(RequestException.class);
    node.failDisk(null);
    assertThat(answer(send("k", 8))).isEqualTo(sendOk(0));
  }

  /** The node sends what others wait for once the disk has room, although nobody asks again. */
  @Test
  void wordThatTheDiskRefusesIsGivenLater() {
    disk.subList(1, disk.size()).clear(); // It crashed after its first record.
    FakeEnvironment environment = new FakeEnvironment("n0", "n0", "n1");
    environment.disk = disk;
    NodeTester refused = new NodeTester(environment, KafkaNode::new);
    refused.failDisk("full");
    List<Effect> effects = refused.start();
    refused.failDisk(null);
    assertThat(refused.fire(timer(effects, 500))).hasAtLeastOneElementOfType(Effect.Append.class);
  }

  private static Timer timer(List<Effect> effects, long millis) {
    return effects.stream()
        .filter(Effect.SetTimer.class::isInstance)
        .map(Effect.SetTimer.class::cast)
        .filter(set -> set.delay().toMillis() == millis)
        .reduce((first, last) -> last)
        .orElseThrow()
        .timer();
  }

  private static List<Effect> answers(List<Effect> effects) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Send sent && sent.dest().name().equals("c1"))
        .toList();
  }

  private static NodeTester withoutMemory() {
    NodeTester node = new NodeTester(new FakeEnvironment("n0", "n0", "n1"), KafkaNode::new);
    node.start();
    return node;
  }

  /** The node may have given out offsets that it has forgotten. */
  @Test
  void nodeWithoutMemoryHoldsWhatItIsSentUntilItHasHeardOfOthers() {
    node = withoutMemory();
    assertThat(answers(node.request(send("k", 7)))).isEmpty();
    Json word = Json.object("node", Json.of("n1"), "has", Json.object("n0:0", Json.of(1)));
    Json delta = Json.array(Json.of("n1:0"), Json.of(0), Json.of(1), Json.array(word));
    assertThat(answers(node.receive("n1", gossip(1, delta).with("of", Json.of(KafkaNode.KIND)))))
        .containsExactly(sendOk(0));
    assertThat(answers(node.request(send("k", 8)))).containsExactly(sendOk(2));
  }

  @Test
  void nodeWithADiskHasForgottenNothing() {
    node = started("n0", "n1");
    assertThat(answers(node.request(send("k", 7)))).containsExactly(sendOk(0));
  }

  @Test
  void nodeWithoutMemoryAnswersAfterASecondIfItHearsOfNobody() {
    node = new NodeTester(new FakeEnvironment("n0", "n0", "n1"), KafkaNode::new);
    Timer hold = timer(node.start(), 1_000);
    assertThat(answers(node.request(send("k", 7)))).isEmpty();
    assertThat(answers(node.fire(hold))).containsExactly(sendOk(0));
  }

  @Test
  void malformedRequestsAreRefused() {
    for (Body wrong :
        List.of(
            Body.of("send", "key", Json.of(1), "msg", Json.of(1)),
            Body.of("send", "key", Json.of("k")),
            poll("k", -1),
            Body.of("poll", "offsets", Json.object("k", Json.of("0"))),
            Body.of("commit_offsets", "offsets", Json.array()),
            Body.of("list_committed_offsets", "keys", Json.array(Json.of(1))))) {
      assertThatThrownBy(() -> node.request(wrong))
          .as("%s", wrong)
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("expected");
    }
  }
}
