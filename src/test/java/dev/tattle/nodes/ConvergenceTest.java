package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.services.SequentialKv;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * Once the network has healed and is quiet, all nodes agree and nothing is lost, whatever happened
 * before.
 */
final class ConvergenceTest {
  private static final int SEEDS = 60;
  private static final Duration QUIET = Duration.ofSeconds(10);

  @Test
  void broadcastKeepsEveryValueUnderPartitionsLossAndDuplication() {
    for (int seed = 0; seed < SEEDS; seed++) {
      keepsEveryElement(seed, 5, BroadcastNode::new, "broadcast", "message", "messages");
    }
  }

  @Test
  void broadcastKeepsEveryValueInALargerCluster() {
    for (int seed = 0; seed < SEEDS / 6; seed++) {
      keepsEveryElement(seed, 25, BroadcastNode::new, "broadcast", "message", "messages");
    }
  }

  @Test
  void broadcastKeepsEveryValueInAClusterOfSeveralRelays() {
    for (int seed = 0; seed < SEEDS / 12; seed++) {
      keepsEveryElement(seed, 49, BroadcastNode::new, "broadcast", "message", "messages");
    }
  }

  @Test
  void setsKeepEveryElement() {
    for (int seed = 0; seed < SEEDS; seed++) {
      keepsEveryElement(seed, 3, GSetNode::new, "add", "element", "value");
    }
  }

  @Test
  void countersCountEveryAddOnceThoughSeqKvIsAway() {
    for (int seed = 0; seed < SEEDS; seed++) {
      ClusterTester cluster = cluster(seed, 4, e -> new CounterNode(e, false));
      cluster.run(Duration.ofSeconds(1));
      BigInteger sum = BigInteger.ZERO;
      for (int i = 0; i < 300; i++) {
        disturb(cluster);
        BigInteger delta = BigInteger.valueOf(cluster.random.nextInt(-5, 5));
        sum = sum.add(delta);
        cluster.request(any(cluster), Body.of("add", "delta", Json.of(delta)));
        cluster.run(Duration.ofMillis(cluster.random.nextInt(100)));
      }
      cluster.heal();
      cluster.run(QUIET);
      for (NodeId id : cluster.ids) {
        assertThat(cluster.read(id).json("value"))
            .as("seed %d, %s", seed, id)
            .isEqualTo(Json.of(sum));
      }
    }
  }

  @Test
  void lostAnswersOfSeqKvAndItsOldestStatesCountNothingTwice() {
    for (int seed = 0; seed < SEEDS; seed++) {
      ClusterTester cluster = cluster(seed, 4, e -> new CounterNode(e, false));
      cluster.attach(new SequentialKv(SequentialKv.StateChoice.oldest()));
      cluster.loss = cluster.random.nextDouble(0.5);
      cluster.run(Duration.ofSeconds(2));
      for (int i = 0; i < 300; i++) {
        disturb(cluster);
        cluster.request(any(cluster), Body.of("add", "delta", Json.of(1)));
        cluster.run(Duration.ofMillis(cluster.random.nextInt(100)));
      }
      cluster.heal();
      cluster.run(QUIET);
      // All incarnations end at once, so only the key has what they knew. Nodes that only read the
      // key see its oldest state; the node that wrote it tells them.
      cluster.ids.forEach(cluster::restart);
      cluster.run(Duration.ofSeconds(3));
      for (NodeId id : cluster.ids) {
        assertThat(cluster.read(id).json("value"))
            .as("seed %d, %s", seed, id)
            .isEqualTo(Json.of(300));
      }
    }
  }

  @Test
  void restartedNodesCatchUpAndLoseOnlyWhatTheyAloneHad() {
    for (int seed = 0; seed < SEEDS; seed++) {
      ClusterTester cluster = cluster(seed, 5, BroadcastNode::new);
      Map<Json, NodeId> added = new LinkedHashMap<>();
      Set<NodeId> restarted = new LinkedHashSet<>();
      for (int i = 0; i < 200; i++) {
        if (cluster.random.nextInt(20) == 0) {
          NodeId victim = any(cluster);
          restarted.add(victim);
          cluster.restart(victim);
        }
        disturb(cluster);
        NodeId id = any(cluster);
        added.put(Json.of(i), id);
        cluster.request(id, Body.of("broadcast", "message", Json.of(i)));
        cluster.run(Duration.ofMillis(cluster.random.nextInt(100)));
      }
      cluster.heal();
      cluster.run(QUIET);
      Set<Json> all = elements(cluster, cluster.ids.get(0), "messages");
      for (NodeId id : cluster.ids) {
        Set<Json> lacking = new LinkedHashSet<>(all);
        Set<Json> here = elements(cluster, id, "messages");
        lacking.removeAll(here);
        here.removeAll(all);
        assertThat(lacking).as("seed %d: lacking at %s", seed, id).isEmpty();
        assertThat(here).as("seed %d: only at %s", seed, id).isEmpty();
      }
      added.values().removeAll(restarted);
      assertThat(all).as("seed %d", seed).containsAll(added.keySet());
    }
  }

  @Test
  void valuesGetRoundWhereSomePairsNeverTalk() {
    for (int seed = 0; seed < SEEDS; seed++) {
      ClusterTester cluster = cluster(seed, 5, BroadcastNode::new);
      cluster.cut(ring(cluster.ids));
      cluster.run(Duration.ofSeconds(20)); // Leaves have found the relays that they can reach.
      NodeId origin = any(cluster);
      cluster.request(origin, Body.of("broadcast", "message", Json.of("v")));
      cluster.run(Duration.ofSeconds(15));
      for (NodeId id : cluster.ids) {
        assertThat(elements(cluster, id, "messages")).as("seed %d, %s", seed, id).hasSize(1);
      }
    }
  }

  @Test
  void theOthersGoOnWhenTheRelayIsCutOffUnderLoad() {
    for (int seed = 0; seed < SEEDS; seed++) {
      ClusterTester cluster = new ClusterTester(seed, 5, BroadcastNode::new);
      cluster.minLatency = cluster.maxLatency;
      NodeId relay = cluster.ids.get(0);
      int added = load(cluster, 0, 100);
      cluster.cut((from, to) -> from.equals(relay) != to.equals(relay));
      load(cluster, added, 200);
      cluster.run(Duration.ofSeconds(2));
      Set<Set<Json>> views = new LinkedHashSet<>();
      cluster.ids.stream().skip(1).forEach(id -> views.add(elements(cluster, id, "messages")));
      assertThat(views).as("seed %d", seed).hasSize(1);
    }
  }

  @Test
  void aNetworkThatIsSlowerThanTheFirstTimeOutComesToRest() {
    for (int seed = 0; seed < SEEDS; seed++) {
      ClusterTester cluster = new ClusterTester(seed, 5, BroadcastNode::new);
      cluster.minLatency = Duration.ofMillis(1_500);
      cluster.maxLatency = Duration.ofMillis(1_500);
      load(cluster, 0, 100);
      cluster.run(QUIET.multipliedBy(2));
      int sent = cluster.sent;
      cluster.run(QUIET);
      // Digests, answers, and a few timeouts until all nodes know how slow the network is.
      assertThat(cluster.sent - sent).as("seed %d", seed).isLessThan(80);
    }
  }

  /** Adds values at any nodes, 40 a second; returns the value after the last. */
  private static int load(ClusterTester cluster, int first, int count) {
    for (int i = first; i < first + count; i++) {
      cluster.request(any(cluster), Body.of("broadcast", "message", Json.of(i)));
      cluster.run(Duration.ofMillis(cluster.random.nextInt(50)));
    }
    return first + count;
  }

  private static void keepsEveryElement(
      int seed, int size, NodeFactory factory, String type, String field, String readField) {
    ClusterTester cluster = cluster(seed, size, factory);
    List<Json> added = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      disturb(cluster);
      added.add(Json.of(i));
      cluster.request(any(cluster), Body.of(type, field, Json.of(i)));
      cluster.run(Duration.ofMillis(cluster.random.nextInt(100)));
    }
    cluster.heal();
    cluster.run(QUIET);
    for (NodeId id : cluster.ids) {
      assertThat(cluster.read(id).array(readField))
          .as("seed %d, %s", seed, id)
          .containsExactlyInAnyOrderElementsOf(added);
    }
  }

  /** Each seed has its own faults. Some have no loss, others much. */
  private static ClusterTester cluster(int seed, int size, NodeFactory factory) {
    ClusterTester cluster = new ClusterTester(seed, size, factory);
    cluster.loss = cluster.random.nextBoolean() ? cluster.random.nextDouble(0.3) : 0;
    cluster.duplication = cluster.random.nextBoolean() ? cluster.random.nextDouble(0.2) : 0;
    return cluster;
  }

  /** Now and then cuts the network in another way, one way or both, or heals it. */
  private static void disturb(ClusterTester cluster) {
    if (cluster.random.nextInt(40) != 0) {
      return;
    }
    int kind = cluster.random.nextInt(4);
    NodeId one = any(cluster);
    Set<NodeId> some = new LinkedHashSet<>();
    cluster.ids.stream().filter(id -> cluster.random.nextBoolean()).forEach(some::add);
    cluster.cut(
        switch (kind) {
          case 0 -> (from, to) -> false;
          case 1 -> (from, to) -> from.equals(one) != to.equals(one);
          case 2 -> (from, to) -> some.contains(from) != some.contains(to);
          default -> (from, to) -> some.contains(from) && !some.contains(to);
        });
  }

  /** Each node reaches only two neighbours in a ring. */
  private static BiPredicate<NodeId, NodeId> ring(List<NodeId> ids) {
    int size = ids.size();
    return (from, to) -> {
      int distance = Math.floorMod(ids.indexOf(from) - ids.indexOf(to), size);
      return distance != 1 && distance != size - 1;
    };
  }

  private static NodeId any(ClusterTester cluster) {
    return cluster.ids.get(cluster.random.nextInt(cluster.ids.size()));
  }

  private static Set<Json> elements(ClusterTester cluster, NodeId id, String field) {
    return new LinkedHashSet<>(cluster.read(id).array(field));
  }
}
