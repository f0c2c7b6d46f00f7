package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.broken.ForwardingOutbox;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.ProtocolPage;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The protocol page shows the messages by which nodes found a group, join it and leave it. */
class GroupMessagesTest {
  private final Map<String, Body> said = new LinkedHashMap<>();

  /** Records the first message of each type. */
  private final class Noted extends ToldNode {
    Noted(Environment environment, int founders) {
      super(environment, founders);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      super.onMessage(message, new NotingOutbox(out));
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      super.onTimer(timer, new NotingOutbox(out));
    }
  }

  private final class NotingOutbox extends ForwardingOutbox {
    NotingOutbox(Outbox out) {
      super(out);
    }

    @Override
    public void send(NodeId dest, Body body) {
      if (body.type().startsWith("group_")) {
        said.putIfAbsent(body.type(), body);
      }
      super.send(dest, body);
    }
  }

  private ClusterTester cluster(int founders) {
    ClusterTester cluster =
        new ClusterTester(1, 3, environment -> new Noted(environment, founders));
    cluster.maxLatency = Duration.ofMillis(10);
    return cluster;
  }

  private void foundsAndIsLeft() {
    ClusterTester cluster = cluster(3);
    cluster.run(Duration.ofSeconds(3));
    NodeId last = cluster.ids.get(2);
    cluster.request(last, Body.of("status"));
    cluster.restart(last);
    cluster.run(Duration.ofSeconds(5));
    cluster.request(last, Body.of("leave", "is_leaving", Json.of(true)));
    cluster.run(Duration.ofSeconds(5));
  }

  private void foundsInVain() {
    ClusterTester cluster = cluster(3);
    while (!said.containsKey("group_found")) {
      cluster.run(Duration.ofMillis(1));
    }
    NodeId last = cluster.ids.get(2);
    cluster.cut((from, to) -> from.equals(last) || to.equals(last));
    cluster.run(Duration.ofSeconds(10));
  }

  @Test
  void thePageShowsWhatIsSaid() throws Exception {
    foundsInVain();
    foundsAndIsLeft();
    Map<String, String> purposes = new LinkedHashMap<>();
    purposes.put(
        "group_hello",
        "The sender is there, with this replica. It belongs to no group, or it misses the leader of"
            + " its group. `proposal` is the name of the proposal that it takes part in, if there"
            + " is one. `group` is the name of its group, if it has one.");
    purposes.put(
        "group_found",
        "The sender proposes to found a group: its name, its voters and its learners.");
    purposes.put("group_bound", "The sender takes part in this proposal, and in no other.");
    purposes.put("group_release", "The sender will not carry out its proposal.");
    purposes.put("group_founded", "There is a group already.");
    purposes.put("group_leave", "The sender wants to leave the group.");
    purposes.put("group_gone", "The receiver is no longer a member.");
    purposes.put("group_ask", "Asks for the receiver's state, which people look at.");
    purposes.put("group_tell", "The answer.");
    assertThat(said.keySet()).containsExactlyInAnyOrderElementsOf(purposes.keySet());
    StringBuilder page = new StringBuilder();
    page.append(
        """
        ## Groups of the counter service
        The nodes of the counter service found one group of Raft for strong counters, and take in those that come later. A
        member is a *replica*: a node with one disk, `node:number`. A message from one replica to another says so in `from`
        and `to`, and so do the messages of Raft here. So nobody takes a replica for the one that came before it.
        """);
    purposes.forEach(
        (type, purpose) -> {
          page.append("\n### `").append(type).append("`\n");
          page.append(ProtocolPage.wrapped(purpose)).append("\n```json\n");
          page.append(ProtocolPage.text(Objects.requireNonNull(said.get(type)))).append("\n```\n");
        });
    ProtocolPage.holds(page.toString());
  }
}
