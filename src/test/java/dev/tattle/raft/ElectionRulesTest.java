package dev.tattle.raft;

import static dev.tattle.raft.RaftTester.N0;
import static dev.tattle.raft.RaftTester.N1;
import static dev.tattle.raft.RaftTester.N2;
import static dev.tattle.raft.RaftTester.SETTINGS;
import static dev.tattle.raft.RaftTester.THREE;
import static dev.tattle.raft.RaftTester.append;
import static dev.tattle.raft.RaftTester.at;
import static dev.tattle.raft.RaftTester.entry;
import static dev.tattle.raft.RaftTester.keepsEntries;
import static dev.tattle.raft.RaftTester.keepsTerm;
import static dev.tattle.raft.RaftTester.send;
import static dev.tattle.raft.RaftTester.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of elections. Sections are the paper's, or the thesis's where it says so. */
class ElectionRulesTest {
  private static final Position START = Position.START;

  private static RaftMessage asks(long term, Position last) {
    return new RaftMessage.RequestVote(term, last, 7, false, false);
  }

  private static RaftMessage tries(long term, Position last) {
    return new RaftMessage.RequestVote(term, last, 7, true, false);
  }

  private static RaftMessage votes(long term, boolean isGranted) {
    return new RaftMessage.Vote(term, term, 7, false, isGranted);
  }

  private static Effect electionTimer(long millis) {
    return new Effect.SetTimer(RaftTimer.ELECTION, Duration.ofMillis(millis));
  }

  /** 5.2; no election timeout has to pass before a new group has its first leader. */
  @Test
  void firstNodeOfANewGroupStandsBeforeTheOthers() {
    assertThat(RaftTester.of("n0").started).endsWith(electionTimer(50));
    assertThat(RaftTester.of("n1").started).endsWith(electionTimer(300));
  }

  /** 5.2 */
  @Test
  void electionTimeoutIsDrawnAnewBetweenOnceAndTwiceTheLeast() {
    FakeEnvironment environment =
        new FakeEnvironment(new SplittableRandom(1), "n0", "n0", "n1", "n2");
    RaftTester node = new RaftTester(environment, THREE, SETTINGS);
    List<Duration> drawn =
        LongStream.range(0, 200)
            .mapToObj(i -> ((Effect.SetTimer) node.timeOut().get(0)).delay())
            .toList();
    assertThat(drawn).allMatch(d -> d.toMillis() >= 300 && d.toMillis() < 600);
    assertThat(drawn).anyMatch(d -> d.toMillis() < 320).anyMatch(d -> d.toMillis() > 580);
  }

  /** 5.2, with the trial of thesis 9.6 before it. */
  @Test
  void whoHearsNoLeaderAsksWhetherItWouldBeElected() {
    RaftTester node = RaftTester.of("n0");
    List<Effect> effects = node.timeOut();
    RaftMessage trial =
        new RaftMessage.RequestVote(1, START, node.environment.nowNanos, true, false);
    assertThat(effects).containsExactly(electionTimer(300), send(N1, trial), send(N2, trial));
    assertThat(node.raft().term()).isZero();
  }

  /** Thesis 9.6 */
  @Test
  void trialChangesNobodysTermAndNeedsNoDisk() {
    RaftTester voter = RaftTester.of("n1");
    assertThat(voter.receive(N0, tries(5, START)))
        .containsExactly(send(N0, new RaftMessage.Vote(0, 5, 7, true, true)));
    assertThat(voter.raft().term()).isZero();
    assertThat(voter.receive(N2, tries(5, START)))
        .as("so another may try too")
        .containsExactly(send(N2, new RaftMessage.Vote(0, 5, 7, true, true)));
  }

  /** Thesis 9.6 */
  @Test
  void whoWouldWinStands() {
    RaftTester node = RaftTester.of("n0");
    node.timeOut();
    long now = node.environment.nowNanos;
    RaftMessage request = new RaftMessage.RequestVote(1, START, now, false, false);
    assertThat(node.receive(N1, new RaftMessage.Vote(0, 1, now, true, true)))
        .containsExactly(keepsTerm(1, "n0"), send(N1, request), send(N2, request));
  }

  @Test
  void whoWouldLoseDoesNotStand() {
    RaftTester node = RaftTester.of("n0");
    node.timeOut();
    assertThat(node.receive(N1, new RaftMessage.Vote(0, 1, 7, true, false))).isEmpty();
    assertThat(node.receive(N2, new RaftMessage.Vote(0, 1, 7, true, false))).isEmpty();
    assertThat(node.raft().term()).isZero();
  }

  /** 5.2; the vote is on the disk before it is sent. */
  @Test
  void nodeVotesOnceATerm() {
    RaftTester voter = RaftTester.of("n1");
    assertThat(voter.receive(N0, asks(1, START)))
        .containsExactly(keepsTerm(1, "n0"), send(N0, votes(1, true)));
    assertThat(voter.receive(N2, asks(1, START))).containsExactly(send(N2, votes(1, false)));
    assertThat(voter.receive(N0, asks(1, START)))
        .as("the first answer may be lost")
        .containsExactly(send(N0, votes(1, true)));
    assertThat(voter.receive(N2, asks(2, START)))
        .as("another term, another vote")
        .endsWith(keepsTerm(2, "n2"), send(N2, votes(2, true)));
  }

  /** 5.1, figure 2: persistent state */
  @Test
  void nodeKeepsItsVoteOverARestart() {
    RaftTester voter = RaftTester.of("n1");
    voter.receive(N0, asks(1, START));
    voter.restart();
    assertThat(voter.receive(N2, asks(1, START))).containsExactly(send(N2, votes(1, false)));
    assertThat(voter.receive(N0, asks(1, START))).containsExactly(send(N0, votes(1, true)));
  }

  @Test
  void nodeThatCannotKeepItsVoteHasNotVoted() {
    RaftTester voter = RaftTester.of("n1");
    voter.refuseRecords("full");
    assertThatThrownBy(() -> voter.receive(N0, asks(1, START)))
        .isInstanceOf(RequestException.class);
    assertThat(voter.raft().term()).isZero();
    voter.refuseRecords(null);
    assertThat(voter.receive(N2, asks(1, START)))
        .endsWith(keepsTerm(1, "n2"), send(N2, votes(1, true)));
  }

  /** 5.4.1: the later last term wins, then the longer log. */
  @ParameterizedTest
  @CsvSource({"1 3, true", "2 2, true", "3 2, true", "1 2, false", "9 1, false"})
  void votesOnlyForALogThatIsAtLeastAsUpToDate(String last, boolean isGranted) {
    RaftTester voter = RaftTester.of("n1");
    voter.receive(N0, append(2, 0, START, 0, entry(1, "a"), entry(2, "b")));
    voter.pass(SETTINGS.electionTimeout());
    String[] parts = last.split(" ", -1);
    Position theirs = at(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    assertThat(voter.receive(N2, tries(4, theirs)))
        .containsExactly(send(N2, new RaftMessage.Vote(2, 4, 7, true, isGranted)));
    assertThat(voter.receive(N2, asks(4, theirs))).endsWith(send(N2, votes(4, isGranted)));
  }

  /** Thesis 4.2.3 */
  @Test
  void whoHearsALeaderVotesForNobody() {
    RaftTester voter = RaftTester.of("n1");
    voter.receive(N0, append(1, 0, START, 0));
    voter.pass(SETTINGS.electionTimeout().minusNanos(1));
    assertThat(voter.receive(N2, asks(2, START))).isEmpty();
    assertThat(voter.receive(N2, tries(2, START))).isEmpty();
    assertThat(voter.raft().term()).isEqualTo(1);
    voter.pass(Duration.ofNanos(1));
    assertThat(voter.receive(N2, asks(2, START))).endsWith(send(N2, votes(2, true)));
  }

  /** Thesis 4.2.3: check-quorum sees to it that this does not last without a majority. */
  @Test
  void leaderVotesForNobody() {
    RaftTester leader = RaftTester.leader();
    assertThat(leader.receive(N2, asks(9, at(9, 9)))).isEmpty();
    assertThat(leader.raft().term()).isEqualTo(1);
  }

  /** 5.1 */
  @Test
  void leaderOfAnEarlierTermFollows() {
    RaftTester leader = RaftTester.leader();
    assertThat(leader.receive(N1, new RaftMessage.Rejected(5, 0, 0, START)))
        .containsExactly(keepsTerm(5, null), new Effect.CancelTimer(RaftTimer.HEARTBEAT));
    assertThat(leader.raft().leading()).isNull();
    assertThat(leader.raft().leader()).isNull();
    assertThat(leader.raft().term()).isEqualTo(5);
  }

  /** 5.1: it answers, and so the sender learns of the later term. */
  @Test
  void leaderOfAnEarlierTermIsRejected() {
    RaftTester node = RaftTester.of("n1");
    node.receive(N2, append(3, 0, START, 0));
    assertThat(node.receive(N0, append(2, 0, START, 0, entry(2, "x"))))
        .containsExactly(send(N0, new RaftMessage.Rejected(3, 0, 0, START)));
    assertThat(node.raft().leader()).isEqualTo(N2);
  }

  /** 5.2 */
  @Test
  void candidateFollowsTheLeaderOfItsTerm() {
    RaftTester node = RaftTester.of("n0");
    stand(node);
    node.receive(N2, append(1, 0, START, 0));
    assertThat(node.raft().leader()).isEqualTo(N2);
    assertThat(node.receive(N1, votes(1, true))).as("too late").isEmpty();
    assertThat(node.raft().leading()).isNull();
  }

  private static void stand(RaftTester node) {
    node.timeOut();
    node.receive(N1, new RaftMessage.Vote(0, 1, 7, true, true));
  }

  /** 5.2 and 8: its first entry says nothing, and is on its disk before anybody gets it. */
  @Test
  void electedNodeBeginsItsTermWithAnEntryThatSaysNothing() {
    RaftTester node = RaftTester.of("n0");
    stand(node);
    RaftMessage first = append(1, 0, START, 0, Entry.nothing(1));
    assertThat(node.receive(N1, votes(1, true)))
        .containsExactly(
            keepsEntries(1, Entry.nothing(1)),
            send(N1, first),
            send(N2, first),
            new Effect.SetTimer(RaftTimer.HEARTBEAT, Duration.ofMillis(100)));
    assertThat(node.raft().leader()).isEqualTo(N0);
  }

  /** 5.2 */
  @Test
  void candidateNeedsTheVotesOfAMajority() {
    NodeId n3 = new NodeId("n3");
    NodeId n4 = new NodeId("n4");
    RaftTester node = new RaftTester("n0", Members.of(List.of(N0, N1, N2, n3, n4)), SETTINGS);
    node.timeOut();
    node.receive(N1, new RaftMessage.Vote(0, 1, 7, true, true));
    assertThat(node.raft().term()).as("two of five would vote").isZero();
    node.receive(N2, new RaftMessage.Vote(0, 1, 7, true, true));
    assertThat(node.raft().term()).isEqualTo(1);
    node.receive(n3, votes(1, true));
    node.receive(n3, votes(1, true));
    node.receive(n4, votes(1, false));
    assertThat(node.raft().leading()).as("two of five have voted").isNull();
    node.receive(N1, votes(1, true));
    assertThat(node.raft().leading()).isNotNull();
  }

  @Test
  void voteInAnotherElectionCountsForNothing() {
    RaftTester node = RaftTester.of("n0");
    stand(node);
    assertThat(node.receive(N1, new RaftMessage.Vote(1, 1, 7, true, true)))
        .as("that was the trial")
        .isEmpty();
    assertThat(node.receive(N1, new RaftMessage.Vote(1, 0, 7, false, true))).isEmpty();
    assertThat(node.raft().leading()).isNull();
  }

  @Test
  void onlyVoterOfAGroupElectsItself() {
    RaftTester node = new RaftTester("n0", Members.of(List.of(N0)), SETTINGS);
    node.timeOut();
    assertThat(node.raft().leading()).isNotNull();
    assertThat(node.raft().commit()).isEqualTo(1);
  }

  /** Thesis 4.2.1 */
  @Test
  void learnerNeverStands() {
    Members members = new Members(List.of(N0, N1), List.of(N2));
    RaftTester learner = new RaftTester("n2", members, SETTINGS);
    assertThat(learner.timeOut()).containsExactly(electionTimer(300));
  }

  /** Thesis 6.2 */
  @Test
  void leaderWithoutAMajorityResigns() {
    RaftTester leader = RaftTester.leader();
    leader.pass(SETTINGS.electionTimeout());
    leader.receive(N2, new RaftMessage.Appended(1, 0, 1));
    leader.pass(SETTINGS.electionTimeout());
    leader.fire(RaftTimer.HEARTBEAT);
    assertThat(leader.raft().leading()).as("n2 answered in time").isNotNull();
    leader.pass(Duration.ofNanos(1));
    assertThat(leader.fire(RaftTimer.HEARTBEAT))
        .endsWith(new Effect.CancelTimer(RaftTimer.HEARTBEAT));
    assertThat(leader.raft().leading()).isNull();
    assertThat(leader.raft().term()).isEqualTo(1);
  }

  /** Thesis 3.10 */
  @Test
  void nodeThatIsToldToTakeOverStandsAtOnceAndByForce() {
    RaftTester node = RaftTester.of("n1");
    node.receive(N0, append(1, 0, START, 0));
    RaftMessage request =
        new RaftMessage.RequestVote(2, START, node.environment.nowNanos, false, true);
    assertThat(node.receive(N0, new RaftMessage.TimeoutNow(1)))
        .containsExactly(keepsTerm(2, "n1"), send(N0, request), send(N2, request));
  }

  /** Thesis 3.10: the leader wants it, so that it leads does not matter. */
  @Test
  void whoHearsALeaderVotesForItsSuccessor() {
    RaftMessage forced = new RaftMessage.RequestVote(2, at(1, 1), 7, false, true);
    RaftTester leader = RaftTester.leader();
    assertThat(leader.receive(N1, forced)).endsWith(send(N1, votes(2, true)));
    assertThat(leader.raft().leading()).isNull();
    RaftTester voter = RaftTester.of("n2");
    voter.receive(N0, append(1, 0, START, 0));
    assertThat(voter.receive(N1, forced)).endsWith(send(N1, votes(2, true)));
  }

  /** Thesis 3.10 */
  @Test
  void leaderHandsOverOnceItsSuccessorHasAllEntries() {
    RaftTester leader = RaftTester.leader();
    assertThat(leader.transferTo(N1)).isEmpty();
    assertThat(leader.leading().isBusy()).as("takes no commands meanwhile").isTrue();
    assertThat(sent(leader.receive(N1, new RaftMessage.Appended(1, 0, 1))))
        .containsExactly(send(N1, new RaftMessage.TimeoutNow(1)));
  }

  /** Thesis 3.10 */
  @Test
  void leaderGoesOnWhereItsSuccessorDoesNotTakeOverInTime() {
    RaftTester leader = RaftTester.leader();
    leader.transferTo(N1);
    leader.pass(SETTINGS.electionTimeout());
    leader.receive(N2, new RaftMessage.Appended(1, 0, 1));
    leader.fire(RaftTimer.HEARTBEAT);
    assertThat(leader.leading().isBusy()).isFalse();
  }
}
