package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.AttackedNode;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A hostile peer sends changed messages, repeated old ones, and those of other nodes. The node
 * refuses or accepts them and goes on. {@code -Dtattle.seeds=1000} sets the number of seeds.
 */
@Execution(ExecutionMode.CONCURRENT)
class HostilePeerTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 20);

  @Test
  void changedMessagesAreRefusedOrTakenAndTheNodeGoesOn() {
    assertThat(AttackedNode.failures(SEEDS, HostilePeerTest::attack)).isEmpty();
  }

  private static void attack(long seed) {
    ClusterTester cluster =
        new ClusterTester(
            seed,
            3,
            environment ->
                environment.self().equals(new NodeId("n0"))
                    ? new AttackedNode(
                        new CountersNode(environment), CountersNode::isBetweenNodes, environment)
                    : new CountersNode(environment));
    SplittableRandom random = cluster.random;
    for (int i = 0; i < 200; i++) {
      NodeId id = cluster.ids.get(random.nextInt(3));
      cluster.request(id, request(random));
      cluster.run(Duration.ofMillis(random.nextInt(100)));
      if (random.nextInt(50) == 0) {
        cluster.restart(cluster.ids.get(1 + random.nextInt(2)));
      }
    }
    cluster.replies.clear();
    cluster.request(cluster.ids.get(0), Body.of("read", "counter", Json.of("fresh")));
    assertThat(cluster.replies).isNotEmpty();
  }

  private static Body request(SplittableRandom random) {
    Json name = Json.of("c" + random.nextInt(3));
    return switch (random.nextInt(6)) {
      case 0 -> Body.of("delete", "counter", name);
      case 1 -> Body.of("read", "counter", name);
      case 2 ->
          Body.of("add", "counter", name, "delta", Json.of(1))
              .with("key", Json.of("k" + random.nextInt(20)));
      default -> Body.of("add", "counter", name, "delta", Json.of(random.nextInt(5)));
    };
  }
}
