package dev.tattle.raft;

import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.nodes.LinKvNode;
import dev.tattle.nodes.NodeTester;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The answers that clients of a group get, and when. */
class RaftGroupTest {
  private static final Json OF = Json.of("lin-kv");
  private static final Effect ARMED = set(RaftTimer.PATIENCE, Duration.ofMillis(50));
  private static final Body WRITE_OK = Body.of("write_ok");

  /** One of three, n1, that has heard of no leader. */
  private final NodeTester node =
      new NodeTester(new FakeEnvironment("n1", "n0", "n1", "n2"), LinKvNode::new);

  private static Body write(String key, long value) {
    return Body.of("write", "key", Json.of(key), "value", Json.of(value));
  }

  private static Body read(String key) {
    return Body.of("read", "key", Json.of(key));
  }

  private static Json command(String key, long value) {
    return Json.array(Json.of("write"), Json.of(key), Json.of(value));
  }

  /** A submission of the present incarnation of a node with one write. */
  private static Json submission(String node, long number, Json command) {
    Json numbered = Json.array(Json.of(number), command);
    return Json.array(Json.of(node + "-0"), Json.of(number), Json.of(0), Json.array(numbered));
  }

  private static Body submit(Json submission) {
    return Body.of("submit", "of", OF, "writes", submission);
  }

  private List<Effect> append(String leader, long term, Position previous, Entry... entries) {
    long all = previous.index() + entries.length;
    RaftMessage message = new RaftMessage.AppendEntries(term, 1, previous, List.of(entries), all);
    return node.receive(leader, message.toBody(OF));
  }

  /** n0 leads term 1, and nothing is in the log. */
  private void follow() {
    append("n0", 1, Position.START);
  }

  private List<Effect> after(long millis) {
    node.pass(Duration.ofMillis(millis));
    return node.fire(RaftTimer.PATIENCE);
  }

  private static long error(List<Effect> effects) {
    assertThat(effects).hasSize(1);
    return ((Effect.Send) effects.get(0)).body().integer("code");
  }

  @Test
  void writeGoesToTheLeaderAndIsAnsweredOnceItIsAppliedHere() {
    follow();
    Json submission = submission("n1", 0, command("x", 1));
    assertThat(node.request(write("x", 1))).containsExactly(send("n0", submit(submission)), ARMED);
    assertThat(append("n0", 1, Position.START, Entry.command(1, submission)))
        .containsExactly(reply(WRITE_OK), send("n0", new RaftMessage.Appended(1, 1, 1).toBody(OF)));
    assertThat(node.request(write("x", 2)))
        .as("the first needs no answer any more, and entry 1 is older")
        .contains(
            send(
                "n0",
                submit(
                    Json.array(
                        Json.of("n1-0"),
                        Json.of(1),
                        Json.of(1),
                        Json.array(Json.array(Json.of(1), command("x", 2)))))));
  }

  @Test
  void writesThatWeighTooMuchAreRefusedAtOnce() {
    RaftSettings settings = RaftSettings.DEFAULT.withBytes(1_000, 1_000);
    NodeTester small =
        new NodeTester(
            new FakeEnvironment("n1", "n0", "n1", "n2"),
            environment -> new LinKvNode(environment, settings, Witness.NONE));
    Body heavy = Body.of("write", "key", Json.of("x"), "value", Json.of("a".repeat(600)));
    small.request(heavy);
    small.request(heavy);
    assertThatThrownBy(() -> small.request(heavy))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("too many writes are in progress at this node");
    small.pass(RaftSettings.DEFAULT.patience());
    assertThat(small.fire(RaftTimer.PATIENCE)).as("those are refused").hasSize(2);
    assertThat(small.request(heavy)).as("and make room").containsExactly(ARMED);
  }

  @Test
  void writeThatNoLeaderMayHaveGotIsRefusedAfterALittleWhile() {
    assertThat(node.request(write("x", 1))).containsExactly(ARMED);
    assertThat(after(799)).containsExactly(ARMED);
    assertThat(error(after(1))).isEqualTo(RpcError.TEMPORARILY_UNAVAILABLE.code());
  }

  @Test
  void writeThatALeaderMayHaveGotEndsAsOfUnknownOutcome() {
    follow();
    node.request(write("x", 1));
    Effect again = send("n0", submit(submission("n1", 0, command("x", 1))));
    assertThat(after(499)).containsExactly(ARMED);
    assertThat(after(1)).as("it is sent again").containsExactly(again, ARMED);
    assertThat(after(299)).containsExactly(ARMED);
    assertThat(error(after(1))).isEqualTo(RpcError.TIMEOUT.code());
  }

  @Test
  void writeIsSentToEachNewLeader() {
    follow();
    node.request(write("x", 1));
    assertThat(append("n2", 2, Position.START))
        .contains(send("n2", submit(submission("n1", 0, command("x", 1)))));
  }

  @Test
  void writeThatIsInTheLogTwiceHappensOnce() {
    follow();
    Entry first = Entry.command(1, submission("n0", 0, command("x", 1)));
    Entry other = Entry.command(1, submission("n2", 0, command("x", 2)));
    append("n0", 1, Position.START, first, other, first);
    assertThat(answerToARead(3)).isEqualTo(reply(Body.of("read_ok", "value", Json.of(2))));
  }

  private Effect answerToARead(long index) {
    assertThat(node.request(read("x")))
        .containsExactly(send("n0", new RaftMessage.ReadIndex(1, 0).toBody(OF)), ARMED);
    List<Effect> answer = node.receive("n0", new RaftMessage.ReadIndexed(1, 0, index).toBody(OF));
    assertThat(answer).hasSize(1);
    return answer.get(0);
  }

  @Test
  void readIsAnsweredOnceWhatTheLeaderHadIsApplied() {
    follow();
    node.request(read("x"));
    assertThat(node.receive("n0", new RaftMessage.ReadIndexed(1, 0, 1).toBody(OF))).isEmpty();
    Entry entry = Entry.command(1, submission("n0", 0, command("x", 7)));
    assertThat(append("n0", 1, Position.START, entry))
        .contains(reply(Body.of("read_ok", "value", Json.of(7))));
  }

  @Test
  void readWithoutALeaderIsRefusedAfterALittleWhile() {
    node.request(read("x"));
    assertThat(after(799)).containsExactly(ARMED);
    assertThat(error(after(1))).isEqualTo(RpcError.TEMPORARILY_UNAVAILABLE.code());
  }

  @Test
  void readIsAskedForAgain() {
    follow();
    node.request(read("x"));
    assertThat(after(499)).containsExactly(ARMED);
    assertThat(after(1))
        .containsExactly(send("n0", new RaftMessage.ReadIndex(1, 1).toBody(OF)), ARMED);
    assertThat(node.receive("n0", new RaftMessage.ReadIndexed(1, 0, 0).toBody(OF)))
        .as("the first question is forgotten")
        .isEmpty();
  }

  /** Reads share a question when many questions are under way. */
  @Test
  void readsThatComeWhileManyQuestionsAreUnderWayShareOne() {
    follow();
    for (int i = 0; i < 6; i++) {
      node.request(read("x"));
    }
    List<Effect> answers = node.receive("n0", new RaftMessage.ReadIndexed(1, 0, 0).toBody(OF));
    assertThat(answers).hasSize(2).endsWith(send("n0", new RaftMessage.ReadIndex(1, 4).toBody(OF)));
    assertThat(node.receive("n0", new RaftMessage.ReadIndexed(1, 4, 0).toBody(OF))).hasSize(2);
  }

  @Test
  void nodeThatStopsAnswersWhatIsOpen() {
    node.request(write("x", 1));
    assertThat(error(node.stop())).isEqualTo(RpcError.TEMPORARILY_UNAVAILABLE.code());
    follow();
    node.request(write("x", 1));
    assertThat(error(node.stop())).isEqualTo(RpcError.TIMEOUT.code());
  }

  @Test
  void onlyNodeOfAGroupAnswersAtOnce() {
    NodeTester alone = new NodeTester(new FakeEnvironment("n0", "n0"), LinKvNode::new);
    alone.start();
    alone.pass(Duration.ofMillis(600));
    alone.fire(RaftTimer.ELECTION);
    assertThat(alone.request(write("x", 1))).contains(reply(WRITE_OK));
    assertThat(alone.request(read("x")))
        .containsExactly(reply(Body.of("read_ok", "value", Json.of(1))));
  }

  @Test
  void leaderMakesASubmissionOneEntry() {
    lead();
    Json submission = submission("n2", 0, command("x", 1));
    RaftMessage entry =
        new RaftMessage.AppendEntries(
            1, 0, new Position(1, 1), List.of(Entry.command(1, submission)), 1);
    assertThat(node.receive("n2", submit(submission)))
        .containsExactly(send("n0", entry.toBody(OF)));
  }

  /** The writes are in the leader's log, and stay there as long as it leads. */
  @Test
  void leaderDoesNotAppendItsOwnWritesAgain() {
    lead();
    node.request(write("x", 1));
    assertThat(after(500)).containsExactly(ARMED);
  }

  private void lead() {
    long now = node.environment.nowNanos += Duration.ofMillis(600).toNanos();
    node.fire(RaftTimer.ELECTION);
    node.receive("n0", new RaftMessage.Vote(0, 1, now, true, true).toBody(OF));
    node.receive("n0", new RaftMessage.Vote(1, 1, now, false, true).toBody(OF));
    node.receive("n0", new RaftMessage.Appended(1, 0, 1).toBody(OF));
  }

  @Test
  void whoDoesNotLeadPassesNoSubmissionOn() {
    follow();
    assertThat(node.receive("n2", submit(submission("n2", 0, command("x", 1))))).isEmpty();
  }

  @Test
  void strangersAreNotHeard() {
    Body append = new RaftMessage.TimeoutNow(1).toBody(OF);
    assertThatThrownBy(() -> node.receive("n9", append)).isInstanceOf(RequestException.class);
    assertThatThrownBy(() -> node.receive("n0", Body.of("append_entries", "term", Json.of(1))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("entries");
    assertThatThrownBy(() -> node.receive("n0", submit(Json.of(1))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("submission");
  }
}
