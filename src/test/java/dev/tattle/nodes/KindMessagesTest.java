package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.ProtocolPage;
import dev.tattle.core.RpcError;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.raft.Witness;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The protocol page shows how nodes learn the kind of data, and what they keep in services. */
class KindMessagesTest {
  private static final String PAGE =
      """
      ## Which data the cluster has
      A node that was not told its workload detects it from the messages of clients. It also asks the others.

      ### `kind`, `kind_ok`
      A node asks in rounds; the answer brings the same `round`. `of` is null if the other node does not know either.
      ```json
      %s
      %s
      ```

      Nodes also write the kind into Maelstrom's lin-kv. So a node can learn it there if it reaches no node that knows it.
      ```json
      %s
      ```

      The nodes of a g-counter or pn-counter also keep a copy of the counter in seq-kv: `{replica: [adds, total]}`, under
      one key. They change it by compare-and-set, always to the join of what they read and what they have.
      ```json
      %s
      ```
      """;

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    Body question = Body.of(KindQuestions.KIND, KindQuestions.ROUND, Json.of(3));
    ProtocolPage.holds(
        PAGE.formatted(
            ProtocolPage.text(question),
            ProtocolPage.text(KindQuestions.answer(question, Kind.COUNTERS)),
            note(),
            copy()));
  }

  private static String note() {
    FakeEnvironment world = new FakeEnvironment("n0", "n0", "n1");
    NodeTester node =
        new NodeTester(
            world, environment -> new AutoNode(environment, NodeSettings.DEFAULT, Witness.NONE));
    node.start();
    Body add = Body.of("add", "element", Json.of(5));
    return sent(node.request(add), KvClient.LIN_KV.name());
  }

  private static String copy() {
    FakeEnvironment world = new FakeEnvironment("n0", "n0");
    NodeTester node = new NodeTester(world, environment -> new CounterNode(environment, false));
    long number = Objects.requireNonNull(first(node.start(), KvClient.SEQ_KV.name()).msgId());
    Body none = RpcError.KEY_DOES_NOT_EXIST.body("nobody has written this key");
    node.receive(KvClient.SEQ_KV.name(), none.withInReplyTo(number));
    Effect.SetTimer flush =
        node.request(Body.of("add", "delta", Json.of(5))).stream()
            .filter(Effect.SetTimer.class::isInstance)
            .map(Effect.SetTimer.class::cast)
            .findFirst()
            .orElseThrow();
    return sent(node.fire(flush.timer()), KvClient.SEQ_KV.name());
  }

  private static String sent(List<Effect> effects, String service) {
    return ProtocolPage.text(first(effects, service));
  }

  private static Body first(List<Effect> effects, String service) {
    return effects.stream()
        .filter(Effect.Send.class::isInstance)
        .map(Effect.Send.class::cast)
        .filter(send -> send.dest().name().equals(service))
        .map(Effect.Send::body)
        .findFirst()
        .orElseThrow();
  }
}
