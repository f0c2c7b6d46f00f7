package dev.tattle.nodes;

import static dev.tattle.nodes.EngineMessages.ACK_N0;
import static dev.tattle.nodes.EngineMessages.ACK_N1;
import static dev.tattle.nodes.EngineMessages.ANTI_ENTROPY;
import static dev.tattle.nodes.EngineMessages.FLUSH;
import static dev.tattle.nodes.EngineMessages.RETRY_N0;
import static dev.tattle.nodes.EngineMessages.RETRY_N1;
import static dev.tattle.nodes.EngineMessages.ack;
import static dev.tattle.nodes.EngineMessages.all;
import static dev.tattle.nodes.EngineMessages.ask;
import static dev.tattle.nodes.EngineMessages.broadcast;
import static dev.tattle.nodes.EngineMessages.broadcaster;
import static dev.tattle.nodes.EngineMessages.declaring;
import static dev.tattle.nodes.EngineMessages.delta;
import static dev.tattle.nodes.EngineMessages.digest;
import static dev.tattle.nodes.EngineMessages.digestOk;
import static dev.tattle.nodes.EngineMessages.gossip;
import static dev.tattle.nodes.EngineMessages.have;
import static dev.tattle.nodes.EngineMessages.late;
import static dev.tattle.nodes.EngineMessages.ofLife;
import static dev.tattle.nodes.EngineMessages.re;
import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import dev.tattle.gossip.Gossip;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Digests and their answers: what nodes compare, and which incarnation of a peer they believe. */
final class DigestTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Json OLD = delta("n1:old", 0, 1);

  private final NodeTester relay = broadcaster("n0");
  private final NodeTester leaf = broadcaster("n1");

  @Test
  void aDigestIsAnsweredWithAllThatIsHereAndOnceWithWhatItsSenderLacks() {
    relay.receive("n2", gossip(5, delta("n2:x", 0, 1, 2)));
    relay.fire(FLUSH);
    relay.receive("n1", re(1, 0, ack(8, have("n2:x", 2))));

    // The node has lost its memory although its incarnation is the same. That makes no difference.
    Body digest = ask(digest(9, have("n2:x", 1, "n1:y", 3)));
    assertThat(relay.receive("n1", digest))
        .containsExactly(
            send("n1", re(9, 0, digestOk(2, have("n2:x", 2), delta("n2:x", 1, 2)))),
            set(RETRY_N1, Duration.ofMillis(1400)));
  }

  @Test
  void whatTheAnswerToADigestDoesNotHoldFollowsIt() {
    Json large = Json.of("x".repeat(Gossip.MAX_BATCH_BYTES));
    relay.request(Body.of("broadcast", "message", large));
    relay.request(broadcast(2));
    Json run = Json.array(Json.of("n0:0"), Json.of(0), Json.of(1), Json.array(large));

    assertThat(relay.receive("n1", ask(digest(9, have()))))
        .containsExactly(
            send("n1", re(9, 0, digestOk(1, have("n0:0", 2), run))),
            set(RETRY_N1, Duration.ofMillis(1400)),
            send("n1", re(9, 0, gossip(2, delta("n0:0", 1, 2)))),
            set(RETRY_N1, Duration.ofMillis(1400)));
  }

  @Test
  void aDigestThatSaysTheSameIsAnsweredWithoutDeltas() {
    leaf.receive("n0", gossip(5, delta("n0:x", 0, 1)));

    assertThat(leaf.receive("n2", digest(9, have("n0:x", 1))))
        .containsExactly(send("n2", re(9, 0, digestOk(1, have("n0:x", 1)))));
  }

  @Test
  void aQuestionThatWaitedHereToBePutAgainIsAnsweredOnce() {
    Body first = digest(8, have());
    Body again = digest(9, have());
    assertThat(leaf.receive("n2", first)).hasSize(1);
    assertThat(leaf.receive("n2", again)).isEmpty();
    assertThat(leaf.receive("n2", ofLife(7, again))).isNotEmpty();
    leaf.pass(Duration.ofMillis(10));
    assertThat(leaf.receive("n2", again)).hasSize(1);
  }

  @Test
  void whatTheOneAnswerHoldsIsWaitedForThoughTheQuestionComesAgain() {
    relay.receive("n2", gossip(5, delta("n2:x", 0, 1)));
    relay.fire(FLUSH);
    relay.receive("n1", re(1, 0, ack(8, have("n2:x", 1))));
    Body digest = ask(digest(9, have()));
    relay.receive("n1", digest);
    assertThat(relay.receive("n1", digest)).doesNotContain(cancel(RETRY_N1));
  }

  @Test
  void digestsThatCrossAnswerEachOther() {
    relay.start();
    assertThat(relay.receive("n1", ask(digest(9, have())))).containsExactly(cancel(RETRY_N1));
  }

  @Test
  void whatTheSenderOfACrossingDigestLacksFollowsOnce() {
    relay.receive("n2", gossip(5, delta("n2:x", 0, 1)));
    relay.fire(FLUSH);
    relay.receive("n1", re(1, 0, ack(8, have("n2:x", 1))));
    relay.start();

    assertThat(relay.receive("n1", ask(digest(9, have()))))
        .containsExactly(
            cancel(RETRY_N1),
            send("n1", late(all(have("n2:x", 1), re(9, 0, gossip(4, delta("n2:x", 0, 1)))))),
            set(RETRY_N1, SECOND));
  }

  @Test
  void anotherLifePutsThePeerInDoubtAndItIsAskedWhichOneItIs() {
    know(OLD);

    assertThat(relay.receive("n1", ofLife(2, gossip(1, delta("n1:new", 0, 2)))))
        .contains(
            send("n1", re(9, 0, digest(3, have("n1:new", 1, "n1:old", 1)))), set(RETRY_N1, SECOND));
    // Until it answers, the relay sends it only the question.
    assertThat(relay.fire(FLUSH)).noneMatch(DigestTest::isSentToN1);
    relay.pass(SECOND);
    assertThat(relay.fire(RETRY_N1))
        .containsExactly(
            send("n1", re(9, 1000, digest(5, have("n1:new", 1, "n1:old", 1)))),
            set(RETRY_N1, SECOND));
  }

  @Test
  void theLifeThatAnswersIsThePresentOneAndHasWhatItSaysAndNoMore() {
    know(OLD);
    relay.receive("n1", ofLife(2, digest(1, have())));

    Body answer = ofLife(2, re(3, 0, digestOk(3, have())));
    assertThat(relay.receive("n1", answer))
        .containsExactly(
            cancel(RETRY_N1), send("n1", late(re(3, 0, gossip(5, OLD)))), set(RETRY_N1, SECOND));
  }

  @Test
  void whatTheFormerLifeSaysMeanwhileIsNotBelieved() {
    know(OLD);
    relay.receive("n1", ofLife(2, digest(1, have())));

    // Values of the earlier incarnation count like all others.
    assertThat(relay.receive("n1", gossip(10, delta("n1:old", 1, 2))))
        .containsExactly(set(FLUSH, Duration.ofMillis(240)), set(ACK_N1, Duration.ofMillis(400)));
    assertThat(relay.receive("n1", re(3, 0, ack(11, have("n1:old", 2)))))
        .containsExactly(set(ACK_N1, Duration.ofMillis(400)));
    Body answer = ofLife(2, re(3, 0, digestOk(3, have())));
    relay.receive("n1", answer);
    assertThat(relay.fire(FLUSH))
        .contains(
            send(
                "n1", declaring(have("n1:old", 2), re(3, 0, gossip(5, delta("n1:old", 0, 1, 2))))));
  }

  @Test
  void anAnswerToAnEarlierQuestionLeavesThePeerInDoubt() {
    relay.start();
    relay.receive("n1", ack(9, have()));
    relay.receive("n1", ofLife(2, ack(1, have())));

    assertThat(relay.receive("n1", re(1, 0, digestOk(10, have())))).isEmpty();
    assertThat(relay.receive("n1", ofLife(2, re(3, 0, digestOk(2, have())))))
        .containsExactly(cancel(RETRY_N1));
  }

  @Test
  void aDigestOfALifeInDoubtIsAnsweredAtOnceAllTheSame() {
    know(OLD);

    assertThat(relay.receive("n1", ofLife(2, ask(digest(1, have())))))
        .containsExactly(
            send("n1", re(9, 0, digest(3, have("n1:old", 1)))),
            set(RETRY_N1, SECOND),
            send("n1", re(1, 0, digestOk(4, have("n1:old", 1), OLD))));
  }

  @Test
  void antiEntropyRidesWhereThereIsTraffic() {
    leaf.request(broadcast(1));
    leaf.pass(Duration.ofMillis(500));
    assertThat(leaf.fire(ANTI_ENTROPY)).containsExactly(set(ANTI_ENTROPY, Duration.ZERO));

    Body gossip = ask(gossip(2, delta("n1:0", 1, 2)));
    assertThat(leaf.request(broadcast(2))).contains(send("n0", all(have("n1:0", 2), gossip)));
    leaf.pass(Duration.ofMillis(10));
    assertThat(leaf.request(broadcast(3)))
        .contains(send("n0", ask(gossip(3, delta("n1:0", 2, 3)))));
  }

  @Test
  void whereThereIsNoTrafficAntiEntropyIsADigestToTheRelay() {
    leaf.receive("n0", gossip(5, delta("n0:x", 0, 1)));
    leaf.fire(ACK_N0);
    leaf.pass(SECOND);

    assertThat(leaf.fire(ANTI_ENTROPY))
        .containsExactly(
            send("n0", ask(re(5, 1000, digest(2, have("n0:x", 1))))),
            set(RETRY_N0, SECOND),
            set(ANTI_ENTROPY, Duration.ZERO));
  }

  @Test
  void theFirstComparesWithNobodyItself() {
    assertThat(relay.fire(ANTI_ENTROPY)).containsExactly(set(ANTI_ENTROPY, Duration.ZERO));
  }

  @Test
  void whoSaysAllIsToldAllWithTheNextMessageAndSentAtOnceWhatItLacks() {
    relay.receive("n2", gossip(5, delta("n2:x", 0, 1)));
    relay.fire(FLUSH);
    relay.receive("n1", re(1, 0, ack(7, have("n2:x", 1))));

    Body said = all(have("n1:x", 1), ask(gossip(8, delta("n1:x", 0, 3))));
    assertThat(relay.receive("n1", said))
        .containsExactly(
            cancel(ACK_N1),
            send("n1", late(declaring(have("n1:x", 1), re(8, 0, gossip(2, delta("n2:x", 0, 1)))))),
            set(RETRY_N1, SECOND),
            set(FLUSH, Duration.ofMillis(240)));
    relay.request(broadcast(4));
    Body told = all(have("n0:0", 1, "n1:x", 1, "n2:x", 1), gossip(3, delta("n0:0", 0, 4)));
    assertThat(relay.fire(FLUSH)).contains(send("n1", re(8, 0, told)));
  }

  /** The relay has this from the first incarnation of n1, and has passed it on to all. */
  private void know(Json delta) {
    relay.receive("n1", late(gossip(9, delta)));
    relay.receive("n2", re(1, 0, ack(1, have("n1:old", 1))));
  }

  private static boolean isSentToN1(Effect effect) {
    return effect instanceof Effect.Send send && send.dest().name().equals("n1");
  }
}
