package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.ProtocolPage;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of the protocol shows each message of Raft. */
class RaftMessagesTest {
  private static final Json GROUP = Json.of("lin-kv");
  private static final Position LAST = new Position(41, 3);

  private static Map<String, RaftMessage> all() {
    Map<String, RaftMessage> all = new LinkedHashMap<>();
    all.put(
        "Asks for a vote; with `trial` only whether it would get it, with `forced` for its leader.",
        new RaftMessage.RequestVote(4, LAST, 8_000, true, false));
    all.put("The answer.", new RaftMessage.Vote(3, 4, 8_000, true, true));
    List<Entry> entries = List.of(Entry.command(3, Json.of("a command")), Entry.nothing(4));
    all.put(
        "Entries that follow a position; none is a heartbeat.",
        new RaftMessage.AppendEntries(4, 17, LAST, entries, 40));
    all.put("The sender's log is the leader's up to `match`.", new RaftMessage.Appended(4, 17, 43));
    all.put(
        "The sender's log has no such position, but maybe the hint's.",
        new RaftMessage.Rejected(4, 17, 41, new Position(30, 2)));
    Members members = Members.of(List.of(new NodeId("n0"), new NodeId("n1")));
    all.put(
        "One part of a snapshot, for who needs entries that are gone.",
        new RaftMessage.InstallSnapshot(4, 18, LAST, members, 0, 2, Json.of("a part")));
    all.put("The sender has the parts before `next`.", new RaftMessage.PartKept(4, 18, 41, 1));
    all.put(
        "Asks from which index on a state is fresh enough to be read.",
        new RaftMessage.ReadIndex(4, 9));
    all.put(
        "The answer: who has applied this index sees all that was done before.",
        new RaftMessage.ReadIndexed(4, 9, 43));
    all.put("The receiver is to take over from the leader.", new RaftMessage.TimeoutNow(4));
    return all;
  }

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        ## Raft
        Nodes of lin-kv, strong counters, kafka and strict transactions are a group of Raft. All messages have the sender's
        `term` and the group (`of`). None depends on another: what is lost is said again. A position in a log is
        `[index, term]`, an entry `[term, command]`. A follower sends its clients' writes to the leader with `submit`.
        """);
    all()
        .forEach(
            (purpose, message) -> {
              Body body = message.toBody(GROUP);
              page.append("\n### `").append(body.type()).append("`\n");
              page.append(purpose).append("\n```json\n");
              page.append(JsonCodec.format(MessageCodec.toJson(body))).append("\n```\n");
            });
    ProtocolPage.holds(page.toString());
  }
}
