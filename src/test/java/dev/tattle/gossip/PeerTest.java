package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PeerTest {
  private static final ReplicaId REPLICA = new ReplicaId("n0:a");

  private final Peer peer = new Peer(new NodeId("n1"));

  @Test
  void theFirstLifeThatIsHeardOfIsThePresentOne() {
    assertThat(peer.incarnation.isPresent(3)).isTrue();
    assertThat(peer.incarnation.isPresent(4)).isFalse();
  }

  @Test
  void aDoubtEndsWithTheAnswerToAQuestionThatWasPutSince() {
    peer.incarnation.isPresent(3);
    peer.underWay.said(upTo(5));
    peer.incarnation.heard(8, 0);
    peer.doubt(20);
    peer.doubt(30); // It is in doubt already.

    peer.answeredAs(4, 19);
    assertThat(peer.state().isInDoubt()).isTrue();
    peer.answeredAs(4, 20);
    assertThat(peer.state().isInDoubt()).isFalse();
    assertThat(peer.incarnation.isPresent(4)).isTrue();
    assertThat(peer.incarnation.isPresent(3)).isFalse();
    assertThat(peer.underWay.known()).isEqualTo(VersionVector.EMPTY);
    assertThat(peer.incarnation.heardNumber()).isZero();
  }

  @Test
  void whereTheLifeThatWasPresentAnswersItKeepsWhatItSaid() {
    peer.incarnation.isPresent(3);
    peer.underWay.said(upTo(5));
    peer.incarnation.heard(8, 0);
    peer.doubt(20);

    peer.answeredAs(3, 20);
    assertThat(peer.state().isInDoubt()).isFalse();
    assertThat(peer.incarnation.isPresent(3)).isTrue();
    assertThat(peer.underWay.known()).isEqualTo(upTo(5));
    assertThat(peer.incarnation.heardNumber()).isEqualTo(8);
  }

  @Test
  void whoFallsSilentIsAwayUntilItIsHeard() {
    peer.underWay.sent(1, upTo(1), 0);
    peer.suspect();
    assertThat(peer.state()).isEqualTo(PeerState.AWAY);
    assertThat(peer.heard(5)).as("was away").isTrue();
    assertThat(peer.state()).isEqualTo(PeerState.PRESENT);
    assertThat(peer.heard(6)).as("was away").isFalse();
  }

  @Test
  void aDoubtOutlastsAnAbsence() {
    peer.doubt(20);
    peer.underWay.sent(20, upTo(1), 0);
    peer.suspect();
    assertThat(peer.state()).isEqualTo(PeerState.AWAY_IN_DOUBT);
    peer.heard(5);
    assertThat(peer.state()).isEqualTo(PeerState.IN_DOUBT);
    peer.answeredAs(4, 20);
    assertThat(peer.state()).isEqualTo(PeerState.PRESENT);
  }

  private static VersionVector upTo(long version) {
    return new VersionVector(new TreeMap<>(Map.of(REPLICA, version)));
  }
}
