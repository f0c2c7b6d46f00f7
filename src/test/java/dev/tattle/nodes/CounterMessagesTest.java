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
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What nodes of named counters send beside what the engine sends, and what all may be asked. */
class CounterMessagesTest {
  private static final String PAGE =
      """
      ## Counters that are asked for
      A node of many counters asks all others for what it lacks: at its start, for a read by a majority, and for a token
      that is ahead of it. It has heard a node once it shows all that the node showed when it answered.

      ### `counters_pull`
      Says what the sender has, as a version vector, and asks for what it lacks. `round` comes back in the answer.
      ```json
      %s
      ```

      ### `counters_push`
      The answer: up to 64 KiB of runs of deltas, as the engine sends them, and all that the sender shows. If there is
      more, the receiver pulls again.
      ```json
      %s
      ```

      ### `counters_view`, `counters_view_ok`
      People look at a counter through one node, and it asks each other node what that shows, once a second at most. The
      answer also tells to whom its sender turns with what is new (`relay`), and who does not answer it (`away`).
      ```json
      %s
      %s
      ```

      ### `kind`, `kind_ok`
      A node that was not told its workload asks the others for it, in rounds. `of` is null where it is not known either.
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
    Body question = Body.of(KindQuestions.KIND, KindQuestions.ROUND, Json.of(3));
    String answer = text(KindQuestions.answer(question, Kind.COUNTERS));
    ProtocolPage.holds(PAGE.formatted(pull, push, view(), viewAnswer(), text(question), answer));
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
        .map(effect -> text(((Effect.Send) effect).body()))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Body body) {
    return JsonCodec.format(MessageCodec.toJson(body));
  }
}
