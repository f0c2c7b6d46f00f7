package dev.tattle.bench;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.SimulatedDisk;
import dev.tattle.sim.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nodes on virtual time that are killed and come back late. */
class ComebackTest {
  private static final List<NodeId> NODES = List.of(new NodeId("n0"), new NodeId("n1"));

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<TestResult> results = new ArrayList<>();
  private final List<String> acts = new ArrayList<>();

  /**
   * Nodes that answer the first init at once, and any later init after a delay, if they are alive.
   */
  private final class KillableNodes implements Cluster, NodeControl {
    private final long comebackNanos;
    private final Set<NodeId> starting = new LinkedHashSet<>();
    private final List<NodeId> kills = new ArrayList<>();

    KillableNodes(Duration comeback) {
      comebackNanos = comeback.toNanos();
    }

    @Override
    public void start(Network network, Consumer<Problem> problems) {
      NODES.forEach(
          node -> network.attach(node, (id, message) -> onMessage(node, network, message)));
    }

    private void onMessage(NodeId node, Network network, Message request) {
      long kill = killsOf(node);
      boolean isComeback = starting.contains(node);
      scheduler.after(
          isComeback ? comebackNanos : 0,
          () -> {
            if (killsOf(node) == kill) {
              starting.remove(node);
              long msgId = Objects.requireNonNull(request.body().msgId());
              Body reply = answer(request.body().type()).withInReplyTo(msgId);
              network.send(new Message(node, request.src(), reply));
            }
          });
    }

    private static Body answer(String type) {
      return type.equals("read")
          ? Body.of("read_ok", "messages", Json.array())
          : Body.of(type + "_ok");
    }

    private long killsOf(NodeId node) {
      return kills.stream().filter(node::equals).count();
    }

    @Override
    public NodeControl control() {
      return this;
    }

    @Override
    public void kill(NodeId node) {
      acts.add(starting.remove(node) ? "kill at start" : "kill");
      kills.add(node);
    }

    @Override
    public void restart(NodeId node) {
      starting.add(node);
    }

    @Override
    public void pause(NodeId node) {
      acts.add(starting.contains(node) ? "pause at start" : "pause");
    }

    @Override
    public void resume(NodeId node) {}

    @Override
    public void setClockRate(NodeId node, double rate) {}

    @Override
    public SimulatedDisk disk(NodeId node) {
      throw new UnsupportedOperationException("no disks");
    }
  }

  private TestResult run(Duration comeback, FaultKind... faults) {
    TestOptions options =
        TestOptions.builder("broadcast", NODES)
            .topology(Topology.LINE)
            .ratePerSecond(10)
            .timeLimit(Duration.ofSeconds(60))
            .concurrency(2)
            .latency(new Latency(Latency.Distribution.CONSTANT, 0))
            .faults(Stream.of(faults).collect(toMap(kind -> kind, kind -> Duration.ofSeconds(3))))
            .seed(42)
            .build();
    new TestRun(
            options,
            scheduler,
            new KillableNodes(comeback),
            new RunObserver() {
              @Override
              public void onProgress(Progress progress) {}

              @Override
              public void onLog(String line) {}

              @Override
              public void onDone(TestResult result) {
                results.add(result);
              }
            })
        .start();
    scheduler.runUntil(TimeUnit.MINUTES.toNanos(5));
    assertThat(results).hasSize(1);
    return results.get(0);
  }

  @Test
  void nodeThatIsKilledBeforeItIsBackOwesNoInitOk() {
    TestResult result = run(Duration.ofSeconds(9), FaultKind.KILL);
    assertThat(acts).contains("kill at start");
    assertThat(result.problems()).isEmpty();
  }

  @Test
  void nodeThatDoesNotComeBackEndsTheRun() {
    TestResult result = run(Duration.ofSeconds(11), FaultKind.KILL);
    assertThat(result.isBroken()).isTrue();
    assertThat(result.problems())
        .isNotEmpty()
        .allMatch(problem -> problem.kind() == Problem.Kind.NO_INIT_OK);
  }

  @Test
  void nodeThatComesBackIsNotPaused() {
    TestResult result = run(Duration.ofSeconds(9), FaultKind.KILL, FaultKind.PAUSE);
    assertThat(acts).contains("pause").doesNotContain("pause at start");
    assertThat(result.problems()).isEmpty();
  }
}
