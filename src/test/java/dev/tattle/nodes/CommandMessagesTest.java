package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.ProtocolPage;
import dev.tattle.wire.MessageCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The protocol page shows clients' requests and the commands that they become in the log. */
class CommandMessagesTest {
  private static final Json NAME = Json.of("tickets");
  private static final Json KEY = Json.of("order-17");

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        ## Commands
        A write of a client becomes a command in the log of Raft. Reads are no commands.

        ### `lin-kv`
        `put` is a `cas` with `create_if_not_exists`.
        ```json
        %s
        %s
        %s
        ```

        ### `txn-strict`
        The command is the transaction itself.
        ```json
        %s
        ```

        ### `counter-strong`
        The command is `[operation, name, [integer, …], key]`. The key is left out if the client gave none. The lines below
        show writes to one new counter: each time a request, its command and the answer. The same `key` gets the same
        answer again, refusals too. The group forgets a key when 250,000 newer ones have come, or when keys and answers
        weigh more than 32 MiB. The log alone decides that. With `"consistency":"local"` a node answers a `read` from its
        own state, without a majority.
        ```json
        """
            .formatted(
                ProtocolPage.text(Registers.write(NAME, Json.of(5))),
                ProtocolPage.text(Registers.cas(NAME, Json.of(5), Json.of(6), false)),
                ProtocolPage.text(Registers.cas(NAME, Json.of(5), Json.of(6), true)),
                ProtocolPage.text(transaction())));
    StrongCounters counters =
        new StrongCounters(StrongLimits.DEFAULT, new StrongNames(new FakeEnvironment("n0")));
    Json ten = Json.of(10);
    for (Body request :
        List.of(
            Body.of("next", "strong", NAME, "key", KEY),
            Body.of("next", "strong", NAME, "key", KEY),
            Body.of("add", "strong", NAME, "delta", ten, "key", KEY),
            Body.of("add", "strong", NAME, "delta", ten),
            Body.of("reserve", "strong", NAME, "count", ten),
            Body.of("cas", "strong", NAME, "from", Json.of(21), "to", Json.of(5)),
            Body.of("cas", "strong", NAME, "from", Json.of(21), "to", Json.of(5)),
            Body.of("bounds", "strong", NAME, "min", Json.of(0), "max", ten),
            Body.of("add", "strong", NAME, "delta", ten),
            Body.of("get_and_reset", "strong", NAME))) {
      Json command = StrongRequests.command(request);
      append(page, MessageCodec.toJson(request));
      append(page, command);
      append(page, MessageCodec.toJson(counters.reply(request, counters.apply(command))));
    }
    Body read = Body.of("read", "strong", NAME);
    append(page, MessageCodec.toJson(read));
    append(page, MessageCodec.toJson(counters.read(read)));
    ProtocolPage.holds(page.append("```\n").toString());
  }

  private static void append(StringBuilder page, Json line) {
    page.append(ProtocolPage.text(line)).append('\n');
  }

  private static Json transaction() {
    Json append = Json.array(Json.of("append"), Json.of("x"), Json.of(3));
    Json read = Json.array(Json.of("r"), Json.of("x"), Json.NULL);
    Json txn = Json.array(append, read);
    FakeEnvironment world = new FakeEnvironment("n1", "n0", "n1", "n2");
    NodeTester node = new NodeTester(world, StrictTxnNode::new);
    node.start();
    Body heartbeat =
        Body.of(
            "append_entries",
            "of",
            Json.of(StrictTxnNode.KIND),
            "term",
            Json.of(1),
            "round",
            Json.of(1),
            "previous",
            Json.array(Json.of(0), Json.of(0)),
            "entries",
            Json.array(),
            "commit",
            Json.of(0));
    node.receive("n0", heartbeat);
    return node.request(Body.of("txn", "txn", txn)).stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).body())
        .filter(body -> body.type().equals("submit"))
        .map(body -> ((Json.Arr) body.array("writes").get(3)).items().get(0))
        .map(numbered -> ((Json.Arr) numbered).items().get(1))
        .findFirst()
        .orElseThrow();
  }
}
