package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.VirtualScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProcessClusterTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final int FLOOD = 150_000;
  private static final Body INIT =
      Body.of("init", "node_id", Json.of(NODE), "node_ids", Json.array(Json.of(NODE))).withMsgId(1);

  @TempDir Path logs;

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<Problem> problems = new ArrayList<>();
  private final Network network =
      new Network(
          scheduler,
          new Latency(Latency.Distribution.CONSTANT, 0),
          new SplittableRandom(1),
          Network.Journal.NONE);

  private ProcessCluster cluster(String mode) throws IOException {
    NodeProgram command =
        new NodeProgram(Path.of("src/test/resources/nodes/broken.py"), List.of(mode), line -> {});
    return new ProcessCluster(List.of(NODE), command, new EventLoop(), logs);
  }

  @Test
  void nodeThatDoesNotReadIsReportedAndHoldsNobodyUp() throws IOException {
    ProcessCluster cluster = cluster("deaf");
    try {
      cluster.start(network, problems::add);
      Message message = new Message(new NodeId("n1"), NODE, Body.of("gossip"));
      for (int i = 0; i < FLOOD; i++) {
        network.send(message);
      }
      scheduler.runUntil(0);
    } finally {
      cluster.close();
    }
    assertThat(problems).isNotEmpty();
    assertThat(problems.get(0).kind()).isEqualTo(Problem.Kind.STUCK);
    assertThat(problems.get(0).node()).isEqualTo(NODE);
  }

  @Test
  @Timeout(60)
  void aReplyToAClientThatHasGivenUpIsLate() throws Exception {
    EventLoop loop = new EventLoop();
    NodeProgram echo =
        new NodeProgram(Path.of("src/test/resources/nodes/echo.py"), List.of(), line -> {});
    ProcessCluster cluster = new ProcessCluster(List.of(NODE), echo, loop, logs);
    try {
      cluster.start(
          network,
          problem -> {
            problems.add(problem);
            loop.stop();
          });
      NodeId client = new NodeId("c1");
      network.attach(client, (id, message) -> {});
      network.send(new Message(client, NODE, INIT));
      scheduler.runUntil(0);
      network.detach(client);
      loop.run();
    } finally {
      cluster.close();
    }
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).kind()).isEqualTo(Problem.Kind.LATE_REPLY);
    assertThat(problems.get(0).summary())
        .isEqualTo(
            "n0 answered c1 too late: the client had given up; until it starts again, the bench"
                + " ignores its further output, as Maelstrom does");
  }

  @Test
  void closedClusterStartsNothing() throws IOException {
    ProcessCluster cluster = cluster("deaf");
    cluster.close();
    cluster.start(network, problems::add);
    assertThat(network.send(new Message(new NodeId("n1"), NODE, Body.of("gossip")))).isFalse();
    assertThat(logs).isEmptyDirectory();
  }
}
