package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.ProtocolPage;
import dev.tattle.nodes.LinKvNode;
import dev.tattle.nodes.NodeTester;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The protocol page shows each message of Raft. */
class RaftMessagesTest {
  private static final Json GROUP = Json.of("lin-kv");
  private static final Position LAST = new Position(41, 3);

  private static Map<String, RaftMessage> all() {
    Map<String, RaftMessage> all = new LinkedHashMap<>();
    all.put(
        "Asks for a vote. With `trial` it only asks whether it would get the vote. `forced` says"
            + " that the leader wants the sender to take over.",
        new RaftMessage.RequestVote(4, LAST, 8_000, true, false));
    all.put("The answer.", new RaftMessage.Vote(3, 4, 8_000, true, true));
    List<Entry> entries =
        List.of(
            Entry.nothing(3), Entry.command(3, submission().toJson()), Entry.members(4, members()));
    all.put(
        "Entries that follow the position `previous`. A message without entries is a heartbeat.",
        new RaftMessage.AppendEntries(4, 17, LAST, entries, 40));
    all.put(
        "The sender's log equals the leader's up to `match`.", new RaftMessage.Appended(4, 17, 43));
    all.put(
        "The sender's log has no such position. `hint` is its last position at which both logs may"
            + " agree.",
        new RaftMessage.Rejected(4, 17, 41, new Position(30, 2)));
    all.put(
        "One part of a snapshot, for a follower that needs entries which the leader no longer has.",
        new RaftMessage.InstallSnapshot(4, 18, LAST, members(), 0, 2, Json.of("a part")));
    all.put("The sender has the parts before `next`.", new RaftMessage.PartKept(4, 18, 41, 1));
    all.put(
        "Asks from which index on a state is fresh enough to be read.",
        new RaftMessage.ReadIndex(4, 9));
    all.put(
        "The answer. A node that has applied this index shows all that was done before the"
            + " question.",
        new RaftMessage.ReadIndexed(4, 9, 43));
    all.put("The receiver is to take over from the leader at once.", new RaftMessage.TimeoutNow(4));
    return all;
  }

  private static Members members() {
    return Members.of(List.of(new NodeId("n0"), new NodeId("n1")));
  }

  private static Submission submission() {
    return new Submission("n1-4711", 7, 38, Map.of(8L, Json.of("a command")));
  }

  /** What a follower sends the leader when a client writes. */
  private static Body submit() {
    FakeEnvironment world = new FakeEnvironment("n1", "n0", "n1", "n2");
    NodeTester node = new NodeTester(world, LinKvNode::new);
    node.start();
    RaftMessage heartbeat = new RaftMessage.AppendEntries(1, 1, Position.START, List.of(), 0);
    node.receive("n0", heartbeat.toBody(GROUP));
    return node.request(Body.of("write", "key", Json.of("x"), "value", Json.of(5))).stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).body())
        .filter(body -> body.type().equals("submit"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        ## Raft
        The nodes of lin-kv, of strict transactions and of strong counters are a group of Raft. Every message has `of`,
        the kind of data. All but `submit` have `term`, the sender's term. No message needs another one: a node sends again
        what was lost.

        A position in a log is `[index, term]`. An entry is one of three:

        - `[term]`: nothing. It is the first entry of a leader.
        - `[term, [session, floor, since, [[number, command], …]]]`: writes of clients, see `submit`.
        - `[term, [[voter, …], [learner, …]], "members"]`: a change of the members.
        """);
    all().forEach((purpose, message) -> append(page, purpose, message.toBody(GROUP)));
    append(
        page,
        "A follower passes its clients' writes on to the leader, as `[session, floor, since,"
            + " [[number, command], …]]`. A session is one incarnation of a node. It needs no more"
            + " answers to its writes below `floor`. None of these writes was in the log up to the"
            + " index `since`. The numbers make sure that a write that was sent twice happens"
            + " once.",
        submit());
    ProtocolPage.holds(page.toString());
  }

  private static void append(StringBuilder page, String purpose, Body body) {
    page.append("\n### `").append(body.type()).append("`\n");
    page.append(ProtocolPage.wrapped(purpose)).append("\n```json\n");
    page.append(ProtocolPage.text(body)).append("\n```\n");
  }
}
