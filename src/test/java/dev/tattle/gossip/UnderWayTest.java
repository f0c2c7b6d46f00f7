package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class UnderWayTest {
  private static final ReplicaId REPLICA = new ReplicaId("n0:a");

  private final UnderWay underWay = new UnderWay();
  private final RoundTrip roundTrip = new RoundTrip(Duration.ofMillis(350));

  @Test
  void whatFollowsUponLostDeltasOfOthersIsNoUse() {
    underWay.said(upTo(1));
    underWay.sent(UnderWay.OF_OTHERS, upTo(2), 0);
    underWay.sent(1, upTo(3), 0);
    assertThat(underWay.wasSent(upTo(3))).isFalse();
    underWay.said(upTo(2));
    assertThat(underWay.wasSent(upTo(3))).isTrue();
  }

  @Test
  void nothingIsOutstandingOnceAllThatWasPromisedIsKnown() {
    underWay.sent(1, upTo(1), 0);
    underWay.sent(2, upTo(2), 0);
    underWay.said(upTo(1));
    assertThat(answered(1)).isFalse();
    assertThat(underWay.isOutstanding()).isTrue();
    assertThat(underWay.promised()).isEqualTo(upTo(2));

    underWay.said(upTo(2));
    assertThat(answered(0)).as("is lost").isFalse();
    assertThat(underWay.isOutstanding()).isFalse();
  }

  @Test
  void whatCameBeforeTheLastNumberAndIsNotKnownIsLost() {
    underWay.sent(1, upTo(1), 0);
    underWay.sent(2, upTo(2), 0);
    underWay.sent(3, upTo(3), 0);
    assertThat(answered(2)).isTrue();
    assertThat(answered(2)).as("twice").isFalse();
  }

  @Test
  void anUnknownNumberTellsNothing() {
    underWay.sent(1, upTo(1), 0);
    assertThat(answered(7)).isFalse();
    assertThat(underWay.isOutstanding()).isTrue();
  }

  @Test
  void aQuestionIsAnsweredByItsNumberAlone() {
    underWay.sent(1, VersionVector.EMPTY, 0);
    underWay.ask(1);
    underWay.said(upTo(9));
    answered(0);
    assertThat(underWay.isAsking()).isTrue();
    assertThat(underWay.isOutstanding()).isTrue();

    answered(1);
    assertThat(underWay.isAsking()).isFalse();
    assertThat(underWay.isOutstanding()).isFalse();
  }

  @Test
  void theAnswerToAnEarlierAttemptAnswersTheQuestionAndTellsTheRoundTrip() {
    underWay.ask(1);
    underWay.sent(1, VersionVector.EMPTY, 0);
    underWay.timedOut(0);
    underWay.ask(2);
    underWay.sent(2, VersionVector.EMPTY, Duration.ofMillis(300).toNanos());

    underWay.answered(new Receipt(1, 0, true), roundTrip, Duration.ofMillis(400).toNanos());
    assertThat(underWay.isOutstanding()).isFalse();
    assertThat(roundTrip.timeout(1, () -> 0L)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void whatThePeerGotBeforeItWasAskedAnswersNoQuestion() {
    underWay.sent(1, upTo(1), 0);
    underWay.ask(2);
    underWay.sent(2, VersionVector.EMPTY, 0);
    underWay.said(upTo(1));
    answered(1);
    assertThat(underWay.isAsking()).isTrue();
  }

  @Test
  void afterATimeOutNothingIsCountedOnThatThePeerHasNotSaid() {
    underWay.said(upTo(1));
    underWay.sent(1, upTo(2), 0);
    underWay.timedOut(0);
    assertThat(underWay.promised()).isEqualTo(upTo(1));
    assertThat(underWay.attempts().count()).isEqualTo(2);
  }

  @Test
  void onlyAnAnswerEndsTheCountOfTimeOuts() {
    underWay.sent(1, upTo(1), 0);
    underWay.timedOut(0);
    underWay.sent(2, upTo(1), 0);
    answered(0);
    assertThat(underWay.attempts().count()).isEqualTo(2);

    underWay.sent(3, upTo(2), 0);
    underWay.said(upTo(1));
    answered(2);
    assertThat(underWay.attempts().count()).isEqualTo(1);
  }

  @Test
  void whoSaysAllHasNoMoreButWhatIsUnderWay() {
    underWay.assume(upTo(9));
    ReplicaId other = new ReplicaId("n0:b");
    VersionVector content = new VersionVector(new TreeMap<>(Map.of(other, 4L)));
    underWay.sent(1, content, 0);

    underWay.saidAll(upTo(2));
    assertThat(underWay.known()).isEqualTo(upTo(2));
    assertThat(underWay.promised()).isEqualTo(upTo(2).join(content));
  }

  @Test
  void theWindowHoldsSixtyFourMessages() {
    for (int i = 1; i <= 63; i++) {
      underWay.sent(i, upTo(i), 0);
    }
    assertThat(underWay.isWindowFull()).isFalse();
    underWay.sent(64, upTo(64), 0);
    assertThat(underWay.isWindowFull()).isTrue();
  }

  @Test
  void aQuestionIsOpenUntilAMessageTellsAll() {
    underWay.ask(1);
    underWay.sent(1, VersionVector.EMPTY, 0);
    underWay.answered(new Receipt(1, 0, false), roundTrip, 0);
    assertThat(underWay.isAsking()).as("after a message that was sent later").isTrue();
    assertThat(underWay.isOutstanding()).isTrue();
    answered(1);
    assertThat(underWay.isAsking()).isFalse();
    assertThat(underWay.isOutstanding()).isFalse();
  }

  @Test
  void theAnswerIsLateOnceThePeerHasAnsweredALaterMessage() {
    underWay.ask(1);
    underWay.sent(1, VersionVector.EMPTY, 0);
    underWay.sent(2, upTo(1), 0);
    underWay.said(upTo(1));
    assertThat(underWay.isAnswerLate()).isFalse();
    underWay.answered(new Receipt(2, 0, false), roundTrip, 0);
    assertThat(underWay.isAnswerLate()).isTrue();
    underWay.ask(3);
    underWay.sent(3, VersionVector.EMPTY, 0);
    assertThat(underWay.isAnswerLate()).as("after it was put again").isFalse();
  }

  /** The round trip is 200 ms, and its variation still large: 600 ms would be the time-out. */
  @Test
  void whatWasOvertakenIsLostAfterARoundTripAndAnEighth() {
    roundTrip.sample(Duration.ofMillis(200).toNanos());
    underWay.sent(1, upTo(1), 0);
    assertThat(answeredAfter(220, 7)).isFalse();
    assertThat(answeredAfter(300, 0)).as("lost, if the peer has got no later one").isFalse();
    assertThat(answeredAfter(230, 7)).isTrue();
  }

  private boolean answeredAfter(long millis, long number) {
    Receipt receipt = new Receipt(number, 0, true);
    return underWay.answered(receipt, roundTrip, Duration.ofMillis(millis).toNanos());
  }

  private boolean answered(long number) {
    return underWay.answered(new Receipt(number, 0, true), roundTrip, 0);
  }

  private static VersionVector upTo(long version) {
    return new VersionVector(new TreeMap<>(Map.of(REPLICA, version)));
  }
}
