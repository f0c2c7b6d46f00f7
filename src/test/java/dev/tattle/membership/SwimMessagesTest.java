package dev.tattle.membership;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.ProtocolPage;
import dev.tattle.membership.MembershipTimer.Relayed;
import dev.tattle.membership.MembershipTimer.Round;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The page of the protocol shows what members say to each other. */
class SwimMessagesTest {
  private static final String PAGE =
      """
      ## Who is there
      Nodes of the counter service tell each other who is there, on the connections between them: SWIM with Lifeguard.
      Each message has `news`: at most 20 records of members. A record is an array.

      | record | |
      | --- | --- |
      | `[id, address, incarnation, "alive"]` | it answers |
      | `[id, address, incarnation, "suspect", by]` | it did not answer, and `by` was the first to say so |
      | `[id, address, incarnation, "dead", millis]` | it has been suspected for too long, and dead for so long |
      | `[id, address, incarnation, "left", millis]` | it said that it goes for good, so long ago |

      Of two records of a member that of the higher incarnation counts; of one incarnation the one further down in the
      table. Only the member itself raises its incarnation, to contradict. A message that does not fit this page closes
      the connection.

      ### `swim_ping`, `swim_ack`
      Each node asks one member a second whether it is there. The answer brings the same number.
      ```json
      %s
      %s
      ```

      ### `swim_ask`, `swim_nack`
      The target did not answer within half a second: three others are to ask it. They answer `swim_ack` when it answers
      them, and `swim_nack` when it does not within a quarter of a second.
      ```json
      %s
      %s
      ```

      ### `swim_gossip`
      News that nothing else took along.
      ```json
      %s
      ```

      ### `swim_sync`, `swim_table`
      Every ten seconds a node compares its table with another's, by a number that equal tables have in common. Where
      they differ, the tables are exchanged. Whoever says hello is sent a table at once, and so joins.
      ```json
      %s
      %s
      ```
      """;

  private record World(NodeId self, RandomGenerator random) implements Environment {
    @Override
    public List<NodeId> nodes() {
      return List.of(self);
    }

    @Override
    public long nowNanos() {
      return Duration.ofMinutes(1).toNanos();
    }
  }

  private final Map<String, Body> said = new LinkedHashMap<>();
  private final Membership asking = member("n1");
  private final Membership asked = member("n2");

  private static Membership member(String id) {
    World world = new World(new NodeId(id), new SplittableRandom(1));
    return new Membership(
        world, "localhost:900" + id.substring(1), List.of(), MembershipSettings.DEFAULT);
  }

  /** Notes what a handler sends, the first of each type. */
  private void note(Consumer<Outbox> handler) {
    Effects effects = new Effects();
    handler.accept(effects);
    for (Effect effect : effects.drain()) {
      if (effect instanceof Effect.Send send) {
        said.putIfAbsent(send.body().type(), send.body());
      }
    }
  }

  private void hears(Membership member, String type) {
    Body body = said(type);
    note(out -> member.onMessage(new Message(new NodeId("n3"), new NodeId("n1"), body), out));
  }

  private Body said(String type) {
    return said.getOrDefault(type, Body.of("nothing"));
  }

  private String text(String type) {
    return JsonCodec.format(MessageCodec.toJson(said(type)));
  }

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    Json third = Json.array(Json.of("n3"), Json.of("localhost:9003"), Json.of(2), Json.of("alive"));
    Json second =
        Json.array(
            Json.of("n2"),
            Json.of("localhost:9002"),
            Json.of(0),
            Json.of("suspect"),
            Json.of("n3"));
    said.put("met", Body.of("swim_gossip", "news", Json.array(third, second)));
    hears(asking, "met");
    note(out -> asking.onTimer(Round.GOSSIP, out));
    note(out -> asking.onTimer(Round.PROBE, out));
    note(out -> asking.onTimer(Round.ASK_OTHERS, out));
    note(out -> asking.onTimer(Round.SYNC, out));
    hears(asked, "swim_ping");
    hears(asked, "swim_ask");
    note(out -> asked.onTimer(new Relayed(1), out));
    hears(asked, "swim_sync");
    ProtocolPage.holds(
        PAGE.formatted(
            text("swim_ping"),
            text("swim_ack"),
            text("swim_ask"),
            text("swim_nack"),
            text("swim_gossip"),
            text("swim_sync"),
            text("swim_table")));
  }
}
