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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The protocol page shows the messages between members. */
class SwimMessagesTest {
  private static final String PAGE =
      """
      ## Membership of the counter service
      The nodes of the counter service tell each other who is there, by SWIM with Lifeguard, over the connections between
      them. Each message has `news`: at most 20 records of members.

      | Record | It says |
      | --- | --- |
      | `[id, address, incarnation, "alive"]` | The member answers. |
      | `[id, address, incarnation, "suspect", by]` | The member did not answer; `by` was the first to say so. |
      | `[id, address, incarnation, "dead", millis]` | It was suspected for too long, and died so long ago. |
      | `[id, address, incarnation, "left", millis]` | It said that it goes for good, so long ago. |

      Of two records of a member, the one with the higher incarnation counts. Of one incarnation, the record further down
      in the table counts. Only the member itself raises its incarnation, in order to contradict a record. A node closes
      a connection on which it gets a message that does not fit this page.

      ### `swim_ping`, `swim_ack`
      Each node asks one member a second whether it is there. The answer brings the same number.
      ```json
      %s
      %s
      ```

      ### `swim_ask`, `swim_nack`
      The target did not answer within half a second, so the sender asks three others to ask it. Each of them sends
      `swim_ack` if the target answers, and `swim_nack` if it does not within a quarter of a second.
      ```json
      %s
      %s
      ```

      ### `swim_gossip`
      Brings news that rode on no other message.
      ```json
      %s
      ```

      ### `swim_sync`, `swim_table`
      Every ten seconds a node sends another one a fingerprint of its table. Equal tables have the same fingerprint. If
      the fingerprints differ, the two nodes exchange their tables. A node that says `hello` gets a table at once, and so it
      joins.
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
    return ProtocolPage.text(said(type));
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
