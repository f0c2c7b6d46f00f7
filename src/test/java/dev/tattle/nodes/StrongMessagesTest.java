package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.ProtocolPage;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients of strong counters send, and the commands in the log that it becomes. */
class StrongMessagesTest {
  private static final Json NAME = Json.of("tickets");
  private static final Json KEY = Json.of("order-17");

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        ## Strong counters
        A write of a client becomes a command `[operation, name, [integer, …], key]`; without a key there is none at the end.
        Each line below shows a request, the command, and the answer, in this order, of writes to one new counter. The same
        `key` gets the same answer, also where that is a refusal, until 250,000 newer keys have come, or keys and answers
        weigh more than 32 MiB. The log alone decides that. A `read` is no command; with `"consistency":"local"` a node
        answers it from what it knows, without a majority.

        ```json
        """);
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
    page.append(JsonCodec.format(line)).append('\n');
  }
}
