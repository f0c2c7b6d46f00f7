package dev.tattle.raft;

import static dev.tattle.raft.RaftTester.N0;
import static dev.tattle.raft.RaftTester.N1;
import static dev.tattle.raft.RaftTester.N2;
import static dev.tattle.raft.RaftTester.SETTINGS;
import static dev.tattle.raft.RaftTester.append;
import static dev.tattle.raft.RaftTester.at;
import static dev.tattle.raft.RaftTester.send;
import static dev.tattle.raft.RaftTester.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of reads that do not go through the log: thesis 6.4. */
class ReadRulesTest {
  private static RaftMessage answer(long round) {
    return new RaftMessage.Appended(1, round, 1);
  }

  /** A leader that has committed its first entry. */
  private static RaftTester settled() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, answer(0));
    leader.receive(N2, answer(0));
    return leader;
  }

  @Test
  void leaderReadsOnceAMajorityHasAnsweredARoundThatBeganAfterTheReadCame() {
    RaftTester leader = settled();
    RaftMessage question = append(1, 1, at(1, 1), 1);
    assertThat(leader.read(7)).containsExactly(send(N1, question), send(N2, question));
    leader.receive(N2, answer(0));
    assertThat(leader.readable).as("an answer to an earlier round").isEmpty();
    leader.receive(N2, answer(1));
    assertThat(leader.readable).containsExactly("7@1");
  }

  /** A round that is under way may have been answered before the read came. */
  @Test
  void readsThatComeDuringARoundShareTheNext() {
    RaftTester leader = settled();
    leader.read(7);
    assertThat(leader.read(8)).isEmpty();
    assertThat(leader.read(9)).isEmpty();
    RaftMessage next = append(1, 2, at(1, 1), 1);
    assertThat(leader.receive(N1, answer(1))).containsExactly(send(N1, next), send(N2, next));
    assertThat(leader.readable).containsExactly("7@1");
    leader.receive(N1, answer(2));
    assertThat(leader.readable).containsExactly("7@1", "8@1", "9@1");
  }

  /** It may not know what is committed before an entry of its term is. */
  @Test
  void newLeaderReadsNothingBeforeItsFirstEntry() {
    RaftTester leader = RaftTester.of("n0");
    leader.receive(N1, append(1, 0, Position.START, 0, RaftTester.entry(1, "a")));
    leader.elect();
    leader.read(7);
    leader.receive(N2, new RaftMessage.Rejected(2, 1, 1, Position.START));
    assertThat(leader.readable).as("a majority follows, but entry 2 is not committed").isEmpty();
    leader.receive(N2, new RaftMessage.Appended(2, 1, 2));
    assertThat(leader.readable).as("entry 2 is its first one").containsExactly("7@2");
  }

  /**
   * Its question shows that the follower knows no later term. With the leader, that is a majority.
   */
  @Test
  void followerOfThreeReadsForTwoMessages() {
    RaftTester leader = settled();
    assertThat(leader.receive(N1, new RaftMessage.ReadIndex(1, 9)))
        .containsExactly(send(N1, new RaftMessage.ReadIndexed(1, 9, 1)));

    RaftTester follower = RaftTester.of("n1");
    follower.receive(N0, append(1, 0, Position.START, 0));
    assertThat(follower.read(9)).containsExactly(send(N0, new RaftMessage.ReadIndex(1, 9)));
    follower.receive(N0, new RaftMessage.ReadIndexed(1, 9, 1));
    assertThat(follower.readable).containsExactly("9@1");
  }

  @Test
  void followerOfFiveNeedsOneMore() {
    List<NodeId> five = List.of(N0, N1, N2, new NodeId("n3"), new NodeId("n4"));
    RaftTester leader = new RaftTester("n0", Members.of(five), SETTINGS);
    leader.elect(N1, N2);
    assertThat(leader.receive(N1, new RaftMessage.ReadIndex(1, 9))).hasSize(4);
    assertThat(sent(leader.receive(N1, answer(1)))).noneMatch(RaftTester::isReadIndexed);
    assertThat(sent(leader.receive(N2, answer(1))))
        .contains(send(N1, new RaftMessage.ReadIndexed(1, 9, 1)));
  }

  /** Thesis 4.2.1 */
  @Test
  void learnerThatAsksConfirmsNothing() {
    RaftTester leader = new RaftTester("n0", new Members(List.of(N0, N1), List.of(N2)), SETTINGS);
    leader.elect();
    assertThat(leader.receive(N2, new RaftMessage.ReadIndex(1, 9)))
        .containsExactly(send(N1, append(1, 1, Position.START, 0)));
    assertThat(leader.receive(N1, answer(1)))
        .contains(send(N2, new RaftMessage.ReadIndexed(1, 9, 1)));
  }

  @Test
  void leaderThatIsDeposedLetsNoReadPass() {
    RaftTester leader = settled();
    leader.read(7);
    leader.receive(N1, new RaftMessage.Rejected(2, 1, 1, Position.START));
    leader.receive(N2, answer(1));
    assertThat(leader.readable).isEmpty();
  }

  /** A node that still wants the answer asks again in the later term. */
  @Test
  void questionOfAnEarlierTermIsNotAnswered() {
    RaftTester leader = RaftTester.leader();
    leader.receive(N1, new RaftMessage.Rejected(2, 0, 0, Position.START));
    leader.elect();
    assertThat(leader.receive(N1, new RaftMessage.ReadIndex(1, 9))).isEmpty();
  }

  @Test
  void nobodyIsAskedWhereNobodyLeads() {
    assertThat(RaftTester.of("n1").read(7)).isEmpty();
  }
}
