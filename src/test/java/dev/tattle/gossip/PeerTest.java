package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PeerTest {
  private static final ReplicaId REPLICA = new ReplicaId("n0:a");

  private final Peer peer = new Peer(new NodeId("n1"));
  private final RoundTrip roundTrip = new RoundTrip(Duration.ofMillis(350));

  @Test
  void theFirstLifeThatIsHeardOfIsThePresentOne() {
    assertThat(peer.isPresent(3)).isTrue();
    assertThat(peer.isPresent(4)).isFalse();
  }

  @Test
  void aDoubtEndsWithTheAnswerToAQuestionThatWasPutSince() {
    peer.isPresent(3);
    peer.known = upTo(5);
    peer.heardNumber(8, 0);
    peer.doubt(20);
    peer.doubt(30); // It is in doubt already.

    peer.answeredAs(4, 19);
    assertThat(peer.inDoubt).isTrue();
    peer.answeredAs(4, 20);
    assertThat(peer.inDoubt).isFalse();
    assertThat(peer.isPresent(4)).isTrue();
    assertThat(peer.isPresent(3)).isFalse();
    assertThat(peer.known).isEqualTo(VersionVector.EMPTY);
    assertThat(peer.heardNumber()).isZero();
  }

  @Test
  void whereTheLifeThatWasPresentAnswersItKeepsWhatItSaid() {
    peer.isPresent(3);
    peer.known = upTo(5);
    peer.heardNumber(8, 0);
    peer.doubt(20);

    peer.answeredAs(3, 20);
    assertThat(peer.inDoubt).isFalse();
    assertThat(peer.isPresent(3)).isTrue();
    assertThat(peer.known).isEqualTo(upTo(5));
    assertThat(peer.heardNumber()).isEqualTo(8);
  }

  @Test
  void nothingIsOutstandingOnceAllThatWasPromisedIsKnown() {
    peer.sent(1, upTo(1), 0);
    peer.sent(2, upTo(2), 0);
    peer.known = upTo(1);
    assertThat(answered(1)).isFalse();
    assertThat(peer.isOutstanding()).isTrue();
    assertThat(peer.promised).isEqualTo(upTo(2));

    peer.known = upTo(2);
    assertThat(answered(0)).as("is lost").isFalse();
    assertThat(peer.isOutstanding()).isFalse();
  }

  @Test
  void whatCameBeforeTheLastNumberAndIsNotKnownIsLost() {
    peer.sent(1, upTo(1), 0);
    peer.sent(2, upTo(2), 0);
    peer.sent(3, upTo(3), 0);
    assertThat(answered(2)).isTrue();
    assertThat(answered(2)).as("twice").isFalse();
  }

  @Test
  void anUnknownNumberTellsNothing() {
    peer.sent(1, upTo(1), 0);
    assertThat(answered(7)).isFalse();
    assertThat(peer.isOutstanding()).isTrue();
  }

  @Test
  void aQuestionIsAnsweredByItsNumberAlone() {
    peer.sent(1, VersionVector.EMPTY, 0);
    peer.ask(1);
    peer.known = upTo(9);
    answered(0);
    assertThat(peer.isAsking()).isTrue();
    assertThat(peer.isOutstanding()).isTrue();

    answered(1);
    assertThat(peer.isAsking()).isFalse();
    assertThat(peer.isOutstanding()).isFalse();
  }

  @Test
  void theAnswerToAnEarlierAttemptAnswersTheQuestionAndTellsTheRoundTrip() {
    peer.ask(1);
    peer.sent(1, VersionVector.EMPTY, 0);
    peer.timedOut(0);
    peer.ask(2);
    peer.sent(2, VersionVector.EMPTY, Duration.ofMillis(300).toNanos());

    peer.answered(1, true, 0, roundTrip, Duration.ofMillis(400).toNanos());
    assertThat(peer.isOutstanding()).isFalse();
    assertThat(roundTrip.timeout(1, () -> 0L)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void whatThePeerGotBeforeItWasAskedAnswersNoQuestion() {
    peer.sent(1, upTo(1), 0);
    peer.ask(2);
    peer.sent(2, VersionVector.EMPTY, 0);
    peer.known = upTo(1);
    answered(1);
    assertThat(peer.isAsking()).isTrue();
  }

  @Test
  void afterATimeOutNothingIsCountedOnThatThePeerHasNotSaid() {
    peer.known = upTo(1);
    peer.sent(1, upTo(2), 0);
    peer.timedOut(0);
    assertThat(peer.promised).isEqualTo(upTo(1));
    assertThat(peer.attempts()).isEqualTo(2);
  }

  @Test
  void onlyAnAnswerEndsTheCountOfTimeOuts() {
    peer.sent(1, upTo(1), 0);
    peer.timedOut(0);
    peer.sent(2, upTo(1), 0);
    answered(0);
    assertThat(peer.attempts()).isEqualTo(2);

    peer.sent(3, upTo(2), 0);
    peer.known = upTo(1);
    answered(2);
    assertThat(peer.attempts()).isEqualTo(1);
  }

  @Test
  void whoSaysAllHasNoMoreButWhatIsUnderWay() {
    peer.known = upTo(7);
    peer.promised = upTo(9);
    ReplicaId other = new ReplicaId("n0:b");
    VersionVector underWay = new VersionVector(new TreeMap<>(Map.of(other, 4L)));
    peer.sent(1, underWay, 0);

    peer.saidAll(upTo(2));
    assertThat(peer.known).isEqualTo(upTo(2));
    assertThat(peer.promised).isEqualTo(upTo(2).join(underWay));
  }

  @Test
  void theWindowHoldsSixtyFourMessages() {
    for (int i = 1; i <= 63; i++) {
      peer.sent(i, upTo(i), 0);
    }
    assertThat(peer.isWindowFull()).isFalse();
    peer.sent(64, upTo(64), 0);
    assertThat(peer.isWindowFull()).isTrue();
  }

  @Test
  void aQuestionIsOpenUntilAMessageTellsAll() {
    peer.ask(1);
    peer.sent(1, VersionVector.EMPTY, 0);
    peer.answered(1, false, 0, roundTrip, 0);
    assertThat(peer.isAsking()).as("after a message that was sent later").isTrue();
    assertThat(peer.isOutstanding()).isTrue();
    answered(1);
    assertThat(peer.isAsking()).isFalse();
    assertThat(peer.isOutstanding()).isFalse();
  }

  private boolean answered(long number) {
    return peer.answered(number, true, 0, roundTrip, 0);
  }

  private static VersionVector upTo(long version) {
    return new VersionVector(new TreeMap<>(Map.of(REPLICA, version)));
  }
}
