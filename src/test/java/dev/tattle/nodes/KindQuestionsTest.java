package dev.tattle.nodes;

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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which nodes an undecided {@link AutoNode} asks for its kind, when, and how it uses the answers.
 */
final class KindQuestionsTest {
  private static final Body READ = Body.of("read");
  private static final Effect EMPTY_SET = reply(Body.of("read_ok", "value", Json.array()));
  private static final Effect UNTOLD =
      reply(
          RpcError.TEMPORARILY_UNAVAILABLE.body(
              "this node has not detected its workload yet; start it with --workload" + " NAME"));

  private final NodeTester node = tester("n1", "n0", "n1", "n2");

  private static NodeTester tester(String self, String... nodes) {
    return new NodeTester(new FakeEnvironment(self, nodes), AutoNode::new);
  }

  @Test
  void whileAReadWaitsEverybodyIsAskedAgainAndAgain() {
    node.request(READ);
    for (int round = 1; round <= 3; round++) {
      assertThat(node.fire(AutoTimer.ASK))
          .containsExactly(
              asksLinKv(round),
              asks("n0", round),
              asks("n2", round),
              set(AutoTimer.ASK, KindQuestions.ASK_AFTER));
    }
  }

  @Test
  void aNodeThatIsCutOffLearnsFromLinKvWhatOthersWereTold() {
    node.request(READ);
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("lin-kv", denial(1))).isEmpty();
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("lin-kv", note("g-set", 1)))
        .contains(cancel(AutoTimer.ASK), cancel(AutoTimer.REFUSE), EMPTY_SET);
    assertThat(node.receive("lin-kv", note("g-set", 2))).isEmpty();
  }

  @Test
  void aPeerThatKnowsTellsTheKind() {
    node.request(READ);
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("n2", knows("g-set"))).contains(EMPTY_SET);
  }

  @Test
  void aKindOfANewerBuildIsPassedOver() {
    node.request(READ);
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("n2", knows("wiki"))).isEmpty();
    assertThat(node.receive("lin-kv", note("wiki", 1))).isEmpty();
    assertThat(node.receive("n2", knows("g-set"))).contains(EMPTY_SET);
  }

  @Test
  void aReadIsRefusedOnceItHasWaitedForAWhileAndLinKvSaysThatNobodyKnows() {
    node.request(READ);
    node.fire(AutoTimer.ASK);
    node.pass(HeldRequests.PATIENCE_IF_DENIED.minusMillis(1));
    assertThat(node.receive("lin-kv", denial(1))).isEmpty();
    node.receive("c2", READ.withMsgId(1));
    node.pass(Duration.ofMillis(1));
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("lin-kv", denial(2))).containsExactly(UNTOLD);
    node.pass(HeldRequests.PATIENCE_IF_DENIED);
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("lin-kv", denial(3)))
        .hasSize(3)
        .contains(cancel(AutoTimer.REFUSE), cancel(AutoTimer.ASK));
  }

  @Test
  void aReadWaitsOnWhileLinKvIsSilentOrBusy() {
    node.request(READ);
    node.pass(HeldRequests.PATIENCE.minusMillis(1));
    node.fire(AutoTimer.ASK);
    Body busy = RpcError.TEMPORARILY_UNAVAILABLE.body("busy").withInReplyTo(1);
    assertThat(node.receive("lin-kv", busy)).isEmpty();
  }

  @Test
  void theSameDenialTwiceCountsOnce() {
    node.request(READ);
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("lin-kv", denial(1))).isEmpty();
    node.pass(HeldRequests.PATIENCE_IF_DENIED);
    assertThat(node.receive("lin-kv", denial(1))).isEmpty();
  }

  @Test
  void aReadThatIsRefusedDoesNotEndTheQuestionOfANodeThatMayHaveBeenRestarted() {
    assertThat(node.start()).containsExactly(set(AutoTimer.ASK, KindQuestions.JOIN_AFTER));
    node.request(READ);
    node.fire(AutoTimer.ASK);
    node.pass(HeldRequests.PATIENCE);
    assertThat(node.fire(AutoTimer.REFUSE)).containsExactly(UNTOLD);
    assertThat(node.fire(AutoTimer.ASK))
        .containsExactly(asksLinKv(2), asks("n0", 2), set(AutoTimer.ASK, Duration.ofSeconds(1)));
  }

  @Test
  void anEchoDoesNotEndTheQuestionOnWhichAReadDepends() {
    node.start();
    node.request(READ);
    assertThat(node.request(Body.of("echo", "echo", Json.of(5)))).hasSize(1);
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("lin-kv", note("g-set", 1))).contains(EMPTY_SET);
  }

  @Test
  void aNodeThatIsAskedForAnEchoOrAnIdAsksNobody() {
    for (Body body : List.of(Body.of("echo", "echo", Json.of(5)), Body.of("generate"))) {
      NodeTester served = tester("n1", "n0", "n1");
      served.start();
      assertThat(served.request(body)).hasSize(2).contains(cancel(AutoTimer.ASK));
      assertThat(served.request(body)).hasSize(1);
    }
  }

  @Test
  void aNodeOfWhichNobodyWantsAnythingAsksOnePeerARoundAndPausesLongerEachTime() {
    node.start();
    String[] peers = {"n0", "n2", "n0", "n2", "n0", "n2"};
    int[] pauses = {1, 2, 4, 8, 16, 16};
    for (int round = 1; round <= peers.length; round++) {
      assertThat(node.fire(AutoTimer.ASK))
          .containsExactly(
              asksLinKv(round),
              asks(peers[round - 1], round),
              set(AutoTimer.ASK, Duration.ofSeconds(pauses[round - 1])));
    }
    assertThat(node.receive("lin-kv", note("g-set", 6))).contains(cancel(AutoTimer.ASK));
    assertThat(node.request(READ)).containsExactly(EMPTY_SET);
  }

  @Test
  void itStopsOnceLinKvHasSaidOftenEnoughThatThereIsNoNote() {
    node.start();
    for (int round = 1; round < KindQuestions.JOIN_DENIALS; round++) {
      node.fire(AutoTimer.ASK);
      assertThat(node.receive("lin-kv", denial(round))).isEmpty();
      assertThat(node.receive("lin-kv", denial(round))).isEmpty();
    }
    node.fire(AutoTimer.ASK);
    assertThat(node.receive("lin-kv", denial(KindQuestions.JOIN_DENIALS)))
        .containsExactly(cancel(AutoTimer.ASK));
  }

  @Test
  void anotherErrorOfLinKvIsNoDenial() {
    node.start();
    for (int round = 1; round <= KindQuestions.JOIN_DENIALS; round++) {
      node.fire(AutoTimer.ASK);
      Body error = RpcError.TEMPORARILY_UNAVAILABLE.body("busy").withInReplyTo(round);
      assertThat(node.receive("lin-kv", error)).isEmpty();
    }
  }

  @Test
  void aNodeWithoutPeersAsksOnlyWhenAReadWaits() {
    NodeTester alone = tester("n0", "n0");
    assertThat(alone.start()).isEmpty();
    alone.request(READ);
    assertThat(alone.fire(AutoTimer.ASK))
        .containsExactly(asksLinKv(1), set(AutoTimer.ASK, KindQuestions.ASK_AFTER));
    assertThat(alone.receive("lin-kv", note("g-set", 1))).contains(EMPTY_SET);
  }

  @Test
  void aNodeAnswersAQuestionWithItsKindOnceItKnowsIt() {
    Body question = Body.of("kind", "round", Json.of(7));
    assertThat(node.receive("n0", question)).containsExactly(send("n0", answers(Json.NULL, 7)));
    node.request(READ);
    assertThat(node.receive("n0", question)).containsExactly(send("n0", answers(Json.NULL, 7)));
    node.request(Body.of("add", "element", Json.of(1)));
    assertThat(node.receive("n0", question))
        .containsExactly(send("n0", answers(Json.of("g-set"), 7)));
  }

  private static Body answers(Json kind, int round) {
    return Body.of("kind_ok", "of", kind, "round", Json.of(round));
  }

  private static Effect asksLinKv(int round) {
    return send("lin-kv", Body.of("read", "key", Json.of("tattle-workload")).withMsgId(round));
  }

  private static Effect asks(String peer, int round) {
    return send(peer, Body.of("kind", "round", Json.of(round)));
  }

  private static Body knows(String kind) {
    return Body.of("kind_ok", "of", Json.of(kind));
  }

  private static Body denial(int round) {
    return RpcError.KEY_DOES_NOT_EXIST.body("no such key").withInReplyTo(round);
  }

  private static Body note(String kind, int round) {
    return Body.of("read_ok", "value", Json.of(kind)).withInReplyTo(round);
  }
}
