package dev.tattle.raft;

import static dev.tattle.raft.RaftTester.N0;
import static dev.tattle.raft.RaftTester.N1;
import static dev.tattle.raft.RaftTester.N2;
import static dev.tattle.raft.RaftTester.SETTINGS;
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
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of replication. Sections are the paper's, or the thesis's where it says so. */
class LogRulesTest {
  private static final Position START = Position.START;

  private static RaftMessage appended(long term, long round, long match) {
    return new RaftMessage.Appended(term, round, match);
  }

  /** A follower of n0 in this term, whose log has entries of these terms. */
  private static RaftTester follower(long term, long... terms) {
    RaftTester follower = RaftTester.of("n1");
    Entry[] entries = new Entry[terms.length];
    for (int i = 0; i < terms.length; i++) {
      entries[i] = entry(terms[i], "e" + (i + 1));
    }
    follower.receive(N0, append(term, 0, START, 0, entries));
    return follower;
  }

  private static List<String> applied(RaftTester node) {
    return node.applied.stream().map(json -> ((Json.Text) json).value()).toList();
  }

  // 5.3, a follower.

  /** The follower says that it has entries only after they are on its disk. */
  @Test
  void followerKeepsEntriesAndThenAnswers() {
    RaftTester follower = follower(1);
    assertThat(follower.receive(N0, append(1, 0, START, 0, entry(1, "a"), entry(1, "b"))))
        .containsExactly(
            keepsEntries(1, entry(1, "a"), entry(1, "b")), send(N0, appended(1, 0, 2)));
  }

  @Test
  void followerRejectsWhatFollowsAnEntryThatItDoesNotHave() {
    RaftTester follower = follower(1, 1);
    assertThat(follower.receive(N0, append(1, 0, at(3, 1), 0, entry(1, "d"))))
        .containsExactly(send(N0, new RaftMessage.Rejected(1, 0, 3, at(1, 1))));
    assertThat(follower.receive(N0, append(2, 0, at(1, 2), 0, entry(2, "b"))))
        .as("there is an entry, of another term")
        .containsExactly(keepsTerm(2, null), send(N0, new RaftMessage.Rejected(2, 0, 1, at(1, 1))));
  }

  @Test
  void conflictingEntriesGoAndAllThatFollowsThem() {
    RaftTester follower = follower(1, 1, 1, 1);
    assertThat(follower.receive(N0, append(2, 0, at(1, 1), 0, entry(2, "new"))))
        .containsExactly(
            keepsTerm(2, null), keepsEntries(2, entry(2, "new")), send(N0, appended(2, 0, 2)));
    follower.restart();
    assertThat(follower.receive(N0, append(2, 0, at(3, 1), 0)))
        .as("gone from the disk too")
        .containsExactly(send(N0, new RaftMessage.Rejected(2, 0, 3, at(1, 1))));
  }

  /** A message that is late or comes twice is answered and changes nothing. */
  @Test
  void entriesThatAreThereStayWithWhatFollowsThem() {
    RaftTester follower = follower(1, 1, 1, 1);
    assertThat(follower.receive(N0, append(1, 0, START, 0, entry(1, "e1"))))
        .containsExactly(send(N0, appended(1, 0, 1)));
    assertThat(follower.receive(N0, append(1, 1, at(3, 1), 0)))
        .as("all three are there")
        .containsExactly(send(N0, appended(1, 1, 3)));
  }

  @Test
  void committedEntriesAreNeverReplaced() {
    RaftTester follower = follower(1, 1);
    follower.receive(N0, append(1, 1, at(1, 1), 1));
    assertThat(follower.receive(N0, append(1, 0, START, 0, entry(9, "x"), entry(9, "y"))))
        .as("no leader sends that; what is committed is shared with each of them")
        .containsExactly(send(N0, appended(1, 1, 1)));
    follower.receive(N0, append(1, 2, at(1, 1), 1));
    assertThat(applied(follower)).containsExactly("e1");
  }

  /**
   * Figure 2: the follower's later entries may differ from the leader's, so it commits none of
   * them.
   */
  @Test
  void followerCommitsNoMoreThanItSharesWithTheLeader() {
    RaftTester follower = follower(1, 1, 1, 1);
    follower.receive(N0, append(2, 0, at(1, 1), 3));
    assertThat(applied(follower)).as("e2 and e3 may differ").containsExactly("e1");
    follower.receive(N0, append(2, 0, at(1, 1), 9, entry(2, "new")));
    assertThat(applied(follower)).containsExactly("e1", "new");
  }

  @Test
  void followerAppliesInOrderAndOnce() {
    RaftTester follower = follower(1, 1, 1);
    follower.receive(N0, append(1, 1, at(2, 1), 2));
    follower.receive(N0, append(1, 1, at(2, 1), 2, entry(1, "e3")));
    follower.receive(N0, append(1, 2, at(3, 1), 3));
    assertThat(applied(follower)).containsExactly("e1", "e2", "e3");
  }

  @Test
  void refusedEntriesAreNotThere() {
    RaftTester follower = follower(1);
    follower.refuseRecords("full");
    RaftMessage message = append(1, 0, START, 1, entry(1, "a"));
    assertThatThrownBy(() -> follower.receive(N0, message)).isInstanceOf(RequestException.class);
    assertThat(applied(follower)).isEmpty();
    follower.refuseRecords(null);
    assertThat(follower.receive(N0, message))
        .containsExactly(keepsEntries(1, entry(1, "a")), send(N0, appended(1, 0, 1)));
    assertThat(applied(follower)).containsExactly("a");
  }

  // 5.3, a leader.

  /** Until the leader knows where the logs agree, it sends one message at a time. */
  @Test
  void leaderAsksWithOneMessageUntilItKnowsWhereTheLogsAgree() {
    RaftTester leader = RaftTester.leader();
    assertThat(sent(leader.command("a"))).as("the first entry is under way").isEmpty();
    assertThat(sent(leader.receive(N1, appended(1, 0, 1))))
        .containsExactly(send(N1, append(1, 0, at(1, 1), 1, entry(1, "a"))));
  }

  @Test
  void leaderSendsAheadOfTheAnswersUpToItsBound() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, appended(1, 0, 1));
    for (int i = 1; i <= SETTINGS.messagesInFlight(); i++) {
      assertThat(sent(leader.command("c" + i)))
          .containsExactly(send(N1, append(1, 0, at(i, 1), 1, entry(1, "c" + i))));
    }
    assertThat(sent(leader.command("gathered"))).isEmpty();
    assertThat(sent(leader.command("too"))).isEmpty();
    assertThat(sent(leader.receive(N1, appended(1, 0, 2))))
        .containsExactly(
            send(N1, append(1, 0, at(5, 1), 2, entry(1, "gathered"), entry(1, "too"))));
  }

  /** End of 5.3: a whole term is skipped at a time, by both. */
  @Test
  void logsThatDifferForLongAgreeAfterOneAnswer() {
    RaftTester follower = follower(2, 1, 2, 2, 2, 2);
    RaftMessage.Rejected hint = new RaftMessage.Rejected(4, 0, 6, at(5, 2));
    assertThat(follower.receive(N0, append(4, 0, at(6, 3), 0))).endsWith(send(N0, hint));

    RaftTester leader = RaftTester.of("n0");
    leader.receive(
        N1, append(3, 0, START, 0, entry(1, "e1"), entry(3, "x"), entry(3, "y"), entry(3, "z")));
    leader.elect();
    leader.receive(N2, appended(4, 0, 0));
    assertThat(sent(leader.receive(N1, new RaftMessage.Rejected(4, 0, 4, at(4, 2)))))
        .as("entries 2 to 4 of term 2 can't be there")
        .containsExactly(
            send(
                N1,
                append(
                    4,
                    0,
                    at(1, 1),
                    0,
                    entry(3, "x"),
                    entry(3, "y"),
                    entry(3, "z"),
                    Entry.nothing(4))));
  }

  @Test
  void lostEntriesAreSentAgainOnceAFollowerLacksThem() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, appended(1, 0, 1));
    leader.receive(N2, appended(1, 0, 1));
    leader.command("lost");
    leader.fire(RaftTimer.HEARTBEAT);
    assertThat(sent(leader.fire(RaftTimer.HEARTBEAT)))
        .contains(send(N1, append(1, 2, at(2, 1), 1)));
    assertThat(sent(leader.receive(N1, new RaftMessage.Rejected(1, 2, 2, at(1, 1)))))
        .containsExactly(send(N1, append(1, 2, at(1, 1), 1, entry(1, "lost"))));
  }

  @Test
  void lateRejectionIsIgnored() {
    RaftTester leader = RaftTester.leader();
    leader.command("a");
    leader.receive(N1, appended(1, 0, 1));
    leader.receive(N1, appended(1, 0, 2));
    assertThat(sent(leader.receive(N1, new RaftMessage.Rejected(1, 0, 1, START)))).isEmpty();
  }

  /** Otherwise the two would send each other messages without a pause. A heartbeat asks again. */
  @Test
  void followerThatHasLostItsDiskIsNotAskedAgainAtOnce() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, appended(1, 0, 1));
    leader.command("a");
    assertThat(sent(leader.receive(N1, new RaftMessage.Rejected(1, 0, 2, START))))
        .containsExactly(send(N1, append(1, 0, at(1, 1), 1, entry(1, "a"))));
    assertThat(sent(leader.receive(N1, new RaftMessage.Rejected(1, 0, 1, START)))).isEmpty();
  }

  @Test
  void idleLeaderSendsEachFollowerOneMessageABeat() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, appended(1, 0, 1));
    leader.receive(N2, appended(1, 0, 1));
    leader.fire(RaftTimer.HEARTBEAT);
    RaftMessage beat = append(1, 2, at(1, 1), 1);
    assertThat(sent(leader.fire(RaftTimer.HEARTBEAT)))
        .containsExactly(send(N1, beat), send(N2, beat));
  }

  @Test
  void whoWasSentSomethingNeedsNoHeartbeat() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, appended(1, 0, 1));
    leader.fire(RaftTimer.HEARTBEAT);
    leader.command("a");
    assertThat(sent(leader.fire(RaftTimer.HEARTBEAT))).isEmpty();
    assertThat(sent(leader.fire(RaftTimer.HEARTBEAT))).hasSize(2);
  }

  @Test
  void messageHasNoMoreEntriesThanItsBound() {
    RaftSettings settings = bounded(3);
    RaftTester leader = new RaftTester("n0", RaftTester.THREE, settings);
    leader.elect();
    for (int i = 0; i < 5; i++) {
      leader.command("c" + i);
    }
    assertThat(sent(leader.receive(N1, appended(1, 0, 1))))
        .containsExactly(
            send(N1, append(1, 0, at(1, 1), 1, entry(1, "c0"), entry(1, "c1"), entry(1, "c2"))),
            send(N1, append(1, 0, at(4, 1), 1, entry(1, "c3"), entry(1, "c4"))));
  }

  @Test
  void leaderTakesNoCommandsWhileMuchIsNotCommitted() {
    RaftTester leader = new RaftTester("n0", RaftTester.THREE, SETTINGS.withBytes(1_000, 1_000));
    leader.elect();
    leader.command("a".repeat(600));
    assertThat(leader.leading().isBusy()).isFalse();
    leader.command("b".repeat(600));
    assertThat(leader.leading().isBusy()).isTrue();
    leader.receive(N1, appended(1, 0, 3));
    assertThat(leader.leading().isBusy()).as("all is committed").isFalse();
  }

  private static RaftSettings bounded(int entriesAMessage) {
    RaftSettings settings = SETTINGS;
    return new RaftSettings(
        settings.heartbeat(),
        settings.electionTimeout(),
        settings.patience(),
        settings.resend(),
        entriesAMessage,
        settings.bytesAMessage(),
        settings.messagesInFlight(),
        settings.openRequests(),
        settings.openEntries(),
        settings.openBytes(),
        settings.entriesBeforeSnapshot(),
        settings.bytesBeforeSnapshot(),
        settings.entriesKept());
  }

  // Commitment.

  /** 5.3 */
  @Test
  void entryIsCommittedOnceAMajorityHasIt() {
    NodeId n3 = new NodeId("n3");
    NodeId n4 = new NodeId("n4");
    RaftTester leader = new RaftTester("n0", Members.of(List.of(N0, N1, N2, n3, n4)), SETTINGS);
    leader.elect(N1, N2);
    leader.command("a");
    leader.receive(N1, appended(1, 0, 2));
    leader.receive(N1, appended(1, 0, 2));
    assertThat(leader.raft().commit()).as("two of five have it").isZero();
    leader.receive(n4, appended(1, 0, 2));
    assertThat(applied(leader)).containsExactly("a");
  }

  /** Thesis 4.2.1 */
  @Test
  void learnerIsNoPartOfAMajority() {
    RaftTester leader = new RaftTester("n0", new Members(List.of(N0, N1), List.of(N2)), SETTINGS);
    leader.elect();
    leader.receive(N2, appended(1, 0, 1));
    assertThat(leader.raft().commit()).isZero();
    leader.receive(N1, appended(1, 0, 1));
    assertThat(leader.raft().commit()).isEqualTo(1);
  }

  /** 5.4.2, figure 8 */
  @Test
  void entryOfAnEarlierTermIsNotCommittedByCounting() {
    RaftTester leader = RaftTester.of("n0");
    leader.receive(N1, append(1, 0, START, 0, entry(1, "of term 1")));
    leader.elect();
    leader.receive(N1, appended(2, 0, 1));
    assertThat(leader.raft().commit()).as("two of three have entry 1").isZero();
    leader.receive(N1, appended(2, 0, 2));
    assertThat(leader.raft().commit()).as("and now one of the leader's term").isEqualTo(2);
    assertThat(applied(leader)).containsExactly("of term 1");
  }

  /** Others learn of it with the next message: only their clients would be in a hurry. */
  @Test
  void commitIsToldAtOnceToThoseWhoseClientsWaitForIt() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, appended(1, 0, 1));
    leader.receive(N2, appended(1, 0, 1));
    leader.append(entry(1, "of a client of n1"), N1);
    assertThat(sent(leader.receive(N2, appended(1, 0, 2)))).as("n1 may lack it").isEmpty();
    assertThat(sent(leader.receive(N1, appended(1, 0, 2))))
        .containsExactly(send(N1, append(1, 0, at(2, 1), 2)));
  }

  @Test
  void restartedNodeHasItsLogAndKnowsOfNoCommit() {
    RaftTester follower = follower(3, 1, 3);
    follower.receive(N0, append(3, 1, at(2, 3), 2));
    assertThat(follower.restart()).hasSize(1).allMatch(Effect.SetTimer.class::isInstance);
    assertThat(follower.raft().term()).isEqualTo(3);
    assertThat(follower.raft().commit()).isZero();
    assertThat(follower.receive(N0, append(3, 2, at(2, 3), 2)))
        .containsExactly(send(N0, appended(3, 2, 2)));
    assertThat(applied(follower)).containsExactly("e1", "e2");
  }
}
