package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.SimulatedRun;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.broken.ForwardingOutbox;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.ProtocolPage;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every message between nodes has a heading on the protocol page. */
class AllMessagesTest {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  private final Set<String> sent = new TreeSet<>();

  /** Records the types of messages from one node to another. */
  private final class Noted implements Node {
    private final Node node;

    Noted(Node node) {
      this.node = node;
    }

    @Override
    public void onStart(Outbox out) {
      node.onStart(new Notes(out));
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      node.onMessage(message, new Notes(out));
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      node.onTimer(timer, new Notes(out));
    }

    @Override
    public void onStop(Outbox out) {
      node.onStop(new Notes(out));
    }
  }

  private final class Notes extends ForwardingOutbox {
    Notes(Outbox out) {
      super(out);
    }

    @Override
    public void send(NodeId dest, Body body) {
      if (NODES.contains(dest)) {
        sent.add(body.type());
      }
      super.send(dest, body);
    }
  }

  private record Factory(AllMessagesTest test, NodeFactory nodes) implements NodeFactory {
    @Override
    public NodeFactory ofOneCluster() {
      return new Factory(test, nodes.ofOneCluster());
    }

    @Override
    public Node create(Environment environment) {
      return test.new Noted(nodes.create(environment));
    }
  }

  private void run(String workload, String node) {
    TestOptions options =
        TestOptions.builder(workload, NODES)
            .ratePerSecond(20)
            .timeLimit(Duration.ofSeconds(15))
            .concurrency(3)
            .faults(
                Map.of(
                    FaultKind.KILL, Duration.ofSeconds(4),
                    FaultKind.PARTITION, Duration.ofSeconds(3)))
            .seed(1)
            .durable(true)
            .build();
    NodeFactory nodes = Nodes.factory(node, NodeSettings.DEFAULT).orElseThrow();
    SimulatedRun.run(options, new Factory(this, nodes), line -> {});
  }

  @Test
  void thePageShowsWhateverNodesSendEachOther() throws Exception {
    for (Workload workload : Workloads.all()) {
      if (Nodes.names().contains(workload.name())) {
        run(workload.name(), workload.name());
        run(workload.name(), Nodes.AUTO);
      }
    }
    assertThat(sent).contains("gossip", "append_entries", "submit", "kind_ok", "counters_push");
    assertThat(ProtocolPage.types()).containsAll(sent);
  }
}
