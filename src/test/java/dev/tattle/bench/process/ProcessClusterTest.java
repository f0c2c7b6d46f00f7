package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Body;
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
import org.junit.jupiter.api.io.TempDir;

class ProcessClusterTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final int FLOOD = 150_000;

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
  void closedClusterStartsNothing() throws IOException {
    ProcessCluster cluster = cluster("deaf");
    cluster.close();
    cluster.start(network, problems::add);
    assertThat(network.send(new Message(new NodeId("n1"), NODE, Body.of("gossip")))).isFalse();
    assertThat(logs).isEmptyDirectory();
  }
}
