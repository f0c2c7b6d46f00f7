package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import dev.tattle.raft.Members;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A group whose members join, leave and are replaced at random, under all faults, stays one group.
 * {@code -Dtattle.seeds=2000} runs so many seeds.
 */
class WanderingMembersTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 40);

  private static final List<NodeId> NODES =
      IntStream.range(0, 6).mapToObj(i -> new NodeId("n" + i)).toList();

  /** Snapshots come so often that those who join need them. */
  private static final RaftSettings SETTINGS = RaftSettings.DEFAULT.withSnapshotsAfter(20, 5);

  private enum Wander implements Timer {
    WANDER
  }

  /** Now and then the leader moves the group to other voters, or lets another lead. */
  private static final class Wanderer implements Node {
    private static final int LONGEST_REST_MILLIS = 1500;

    private final Environment environment;
    private final LinKvNode node;

    Wanderer(Environment environment, Witness witness) {
      this.environment = environment;
      node = new LinKvNode(environment, Members.of(NODES.subList(0, 3)), SETTINGS, witness);
    }

    @Override
    public void onStart(Outbox out) {
      node.onStart(out);
      rest(out);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      node.onMessage(message, out);
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      if (timer != Wander.WANDER) {
        node.onTimer(timer, out);
        return;
      }
      rest(out);
      try {
        node.group().moveTo(someNodes());
      } catch (RequestException notTheLeader) {
        return;
      }
      if (environment.random().nextInt(4) == 0) {
        node.group().transferTo(NODES.get(environment.random().nextInt(NODES.size())), out);
      }
    }

    private void rest(Outbox out) {
      int millis = 1 + environment.random().nextInt(LONGEST_REST_MILLIS);
      out.setTimer(Wander.WANDER, Duration.ofMillis(millis));
    }

    private List<NodeId> someNodes() {
      List<NodeId> left = new ArrayList<>(NODES);
      List<NodeId> some = new ArrayList<>();
      int count = 1 + environment.random().nextInt(5);
      while (some.size() < count) {
        some.add(left.remove(environment.random().nextInt(left.size())));
      }
      return some;
    }
  }

  private record Wanderers(Witness witness) implements NodeFactory {
    @Override
    public NodeFactory ofOneCluster() {
      return new Wanderers(new Witness());
    }

    @Override
    public Node create(Environment environment) {
      return new Wanderer(environment, witness);
    }
  }

  private static TestOptions options(long seed) {
    TestOptions plain =
        TestOptions.builder("lin-kv", NODES)
            .ratePerSecond(30)
            .concurrency(12)
            .timeLimit(Duration.ofSeconds(20))
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 10))
            .durable(true)
            .seed(seed)
            .build();
    return Swarm.choose(plain, Workloads.of("lin-kv").survives(true), Duration.ofSeconds(10));
  }

  @Test
  void membersComeAndGoAndNothingIsLost() {
    Simulation simulation = new Simulation(new Wanderers(Witness.NONE), AvailabilityChecker.NONE);
    List<String> wrong = new ArrayList<>();
    LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .forEach(
            seed -> {
              Trial trial = simulation.run(options(seed), line -> {});
              if (trial.results().verdict() == Verdict.INVALID) {
                synchronized (wrong) {
                  wrong.add(seed + ": " + trial.result().problems());
                }
              }
            });
    assertThat(wrong).isEmpty();
  }
}
