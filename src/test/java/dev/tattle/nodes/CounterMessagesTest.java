package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;
import dev.tattle.core.ProtocolPage;
import dev.tattle.counters.CounterLimits;
import dev.tattle.counters.CounterStore;
import dev.tattle.counters.Counters;
import dev.tattle.crdt.ReplicaId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The protocol page shows the messages that nodes of named counters send besides the engine's. */
class CounterMessagesTest {
  private static final String PAGE =
      """
      ## Pulls and views of named counters
      The engine pushes. A node of named counters also asks all others for what it lacks: at its start, for a read by a
      majority, and if a client's token is ahead of the node.

      ### `counters_pull`
      Says what the sender has (`known`), and asks for what it lacks. The answer brings the same `round`.
      ```json
      %s
      ```

      ### `counters_push`
      The answer: at most 64 KiB of deltas, and `versions`, all that the sender shows. If there is more, the receiver
      pulls again. It has heard the sender once it shows all these versions.
      ```json
      %s
      ```

      ### `counters_view`, `counters_view_ok`
      People look at a counter through one node. That node asks each other node what it shows, once a second at most.
      The answer also says which node its sender turns to with what is new (`relay`), and who does not answer the sender
      (`away`).
      ```json
      %s
      %s
      ```
      """;

  /** Pulls at its start, and answers pulls. */
  private static final class Puller implements Node {
    private final CounterPulls pulls;

    Puller(FakeEnvironment environment, CounterStore store) {
      pulls = new CounterPulls(environment, store);
    }

    @Override
    public void onStart(Outbox out) {
      pulls.begin(out);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      pulls.answer(message, out);
    }
  }

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    CounterStore store = new CounterStore(new ReplicaId("n0:9k2"), CounterLimits.DEFAULT);
    Counters counters = new Counters(store, CounterLimits.DEFAULT);
    Counters.Add add = new Counters.Add("visits", 5);
    store.join(
        Objects.requireNonNull(
            counters.addition(List.of(add), new Counters.Terms("k7", 1_000, 0))));
    FakeEnvironment world = new FakeEnvironment("n0", "n0", "n1");
    NodeTester node = new NodeTester(world, environment -> new Puller(world, store));
    String pull = sent(node.start());
    Body empty = Body.of(CounterPulls.PULL, "round", Json.of(8), "known", Json.object());
    String push = sent(node.receive("n1", empty));
    ProtocolPage.holds(PAGE.formatted(pull, push, view(), viewAnswer()));
  }

  private static NodeTester counters() {
    FakeEnvironment world = new FakeEnvironment("n0", "n0", "n1");
    NodeTester node = new NodeTester(world, CountersNode::new);
    node.start();
    Json visits = Json.of("visits");
    node.request(Body.of("add", "counter", visits, "delta", Json.of(5)));
    return node;
  }

  private static String view() {
    return sent(counters().request(Body.of("views", "counter", Json.of("visits"))));
  }

  private static String viewAnswer() {
    Json visits = Json.of("visits");
    Body view = Body.of(CounterViews.VIEW, "number", Json.of(1), "counter", visits);
    return sent(counters().receive("n1", view));
  }

  private static String sent(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ProtocolPage.text(((Effect.Send) effect).body()))
        .findFirst()
        .orElseThrow();
  }
}
