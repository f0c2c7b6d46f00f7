package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Nodes lose their memory, leave for good, and tidy, in any order, while messages are lost and
 * late: nothing is counted twice, nothing that a node has is lost, and little is left behind.
 */
class RetirementTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 100);
  private static final int NO_LIMIT = 1 << 20;

  /** Some nodes and the deltas on their way. Each incarnation adds to a counter of its own. */
  private static final class World {
    final SplittableRandom random;
    final List<CounterMap> nodes = new ArrayList<>();
    final List<Delta> onTheirWay = new ArrayList<>();
    final Map<String, Long> added = new LinkedHashMap<>();
    final Map<String, Long> kept = new LinkedHashMap<>();
    final boolean diesWithItsMessages;
    int incarnations;
    // So many nodes take themselves for the first.
    int firsts;
    @Nullable NodeId left;

    World(long seed, int size) {
      random = new SplittableRandom(seed);
      diesWithItsMessages = random.nextBoolean();
      for (int i = 0; i < size; i++) {
        nodes.add(fresh("n" + i));
      }
    }

    CounterMap fresh(String node) {
      return new CounterMap(new ReplicaId(node + ":" + incarnations++));
    }

    CounterMap any() {
      return nodes.get(random.nextInt(nodes.size()));
    }

    List<NodeId> others(CounterMap map) {
      List<NodeId> others = new ArrayList<>();
      for (CounterMap node : nodes) {
        if (node != map) {
          others.add(new NodeId(node.self().node()));
        }
      }
      return others;
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0, 1 -> add(any());
        case 2, 3, 4 -> send(any(), random.nextInt(300), any().versions());
        case 5, 6, 7 -> deliver(any());
        case 8 -> send(any(), NO_LIMIT, VersionVector.EMPTY);
        case 9 -> restartSometimes();
        default -> {
          CounterMap node = any();
          boolean isFirst = nodes.indexOf(node) < firsts || random.nextInt(4) == 0;
          tidy(node, isFirst && firsts >= 0);
        }
      }
      for (CounterMap node : nodes) {
        added.forEach(
            (name, sum) ->
                assertThat(node.value(name).longValueExact())
                    .as("%s at %s", name, node.self())
                    .isLessThanOrEqualTo(sum));
      }
    }

    void add(CounterMap node) {
      node.add(node.self().name(), 1);
      added.merge(node.self().name(), 1L, Long::sum);
      node.add("all", 1);
      added.merge("all", 1L, Long::sum);
    }

    void send(CounterMap from, int maxBytes, VersionVector known) {
      onTheirWay.addAll(from.since(known, maxBytes));
    }

    void deliver(CounterMap to) {
      for (int i = 0; i < 3 && !onTheirWay.isEmpty(); i++) {
        int which = random.nextInt(onTheirWay.size());
        to.join(onTheirWay.get(which));
        if (random.nextBoolean()) {
          onTheirWay.remove(which);
        }
      }
      while (onTheirWay.size() > 40) {
        onTheirWay.remove(random.nextInt(onTheirWay.size()));
      }
    }

    void tidy(CounterMap node, boolean isFirst) {
      Delta step = node.tidying(others(node), isFirst);
      if (step != null) {
        node.join(step);
      }
    }

    void restartSometimes() {
      if (random.nextInt(6) == 0) {
        int which = random.nextInt(nodes.size());
        String node = nodes.get(which).self().node();
        die(which);
        nodes.add(fresh(node));
      }
    }

    void die(int which) {
      CounterMap dead = nodes.remove(which);
      if (diesWithItsMessages) {
        onTheirWay.removeIf(delta -> delta.origin().equals(dead.self()));
      }
      kept.clear();
      for (String name : added.keySet()) {
        for (CounterMap node : nodes) {
          kept.merge(name, node.value(name).longValueExact(), Math::max);
        }
      }
    }

    /** Somebody leaves, and some hear of it, one after the other. */
    void leaveForGood() {
      left = new NodeId(nodes.get(0).self().node());
      die(0);
      for (int i = 0; i < 100; i++) {
        if (random.nextInt(20) == 0) {
          any().gone(left);
        }
        step();
      }
    }

    void settle() {
      if (left != null) {
        nodes.get(0).gone(left);
      }
      for (int round = 0; round < 20; round++) {
        for (CounterMap from : nodes) {
          nodes.forEach(to -> from.since(to.versions(), NO_LIMIT).forEach(to::join));
        }
        for (int i = 0; i < nodes.size(); i++) {
          tidy(nodes.get(i), i <= firsts);
        }
      }
    }
  }

  @Test
  void nothingIsCountedTwiceAndNothingIsLost() {
    for (int seed = 0; seed < SEEDS; seed++) {
      World world = new World(seed, 3 + seed % 3);
      for (int i = 0; i < 600; i++) {
        world.step();
        if (seed % 2 == 0 && i == 300) {
          world.leaveForGood();
        }
      }
      world.settle();
      for (CounterMap node : world.nodes) {
        assertThat(node.replicas())
            .as("seed %d: what is left of %s", seed, node.versions())
            .isLessThanOrEqualTo(world.nodes.size());
        for (String name : world.added.keySet()) {
          BigInteger value = node.value(name);
          assertThat(value).as("seed %d: %s", seed, name).isEqualTo(world.nodes.get(0).value(name));
          if (world.diesWithItsMessages && !name.equals("all")) {
            assertThat(value)
                .as("seed %d: %s at %s", seed, name, node.self())
                .isGreaterThanOrEqualTo(BigInteger.valueOf(world.kept.getOrDefault(name, 0L)));
          }
        }
      }
    }
  }

  /** Members may see the order differently for a while: two see to the same node. */
  @Test
  void twoWhoWouldTakeOverTheSameCountDoNotBothDo() {
    for (int seed = 0; seed < SEEDS; seed++) {
      World world = new World(seed, 4);
      world.firsts = 2;
      for (int i = 0; i < 100; i++) {
        world.step();
      }
      world.leaveForGood();
      for (int i = 0; i < 200; i++) {
        world.step();
      }
      world.settle();
      for (CounterMap node : world.nodes) {
        assertThat(node.replicas()).as("seed %d", seed).isLessThanOrEqualTo(3);
        for (String name : world.added.keySet()) {
          BigInteger value = node.value(name);
          assertThat(value).as("seed %d: %s", seed, name).isEqualTo(world.nodes.get(0).value(name));
          assertThat(value.longValueExact()).isLessThanOrEqualTo(world.added.get(name));
        }
      }
    }
  }

  @Test
  void aThousandRestartsLeaveNothingBehind() {
    World world = new World(1, 3);
    for (int i = 0; i < 1_000; i++) {
      world.add(world.nodes.get(0));
      String node = world.nodes.get(0).self().node();
      world.settle();
      world.die(0);
      world.nodes.add(world.fresh(node));
    }
    world.settle();
    for (CounterMap node : world.nodes) {
      assertThat(node.value("all")).isEqualTo(BigInteger.valueOf(1_000));
      assertThat(node.replicas()).isLessThanOrEqualTo(3);
      assertThat(node.versions().versions()).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void whoIsAwayHoldsARetirementUp() {
    World world = new World(1, 3);
    world.add(world.nodes.get(0));
    world.settle();
    world.die(0);
    world.nodes.add(world.fresh("n0"));
    CounterMap away = world.nodes.remove(1);
    assertThat(away.self().node()).isEqualTo("n2");
    world.settle();
    assertThat(world.nodes.get(0).versions().get(new ReplicaId("n0:0"))).isPositive();
    world.nodes.add(away);
    world.settle();
    assertThat(world.nodes.get(0).versions().get(new ReplicaId("n0:0"))).isZero();
    assertThat(away.value("all")).isEqualTo(BigInteger.ONE);
  }

  @Test
  void whatComesLateOfOneWhoIsGoneIsNotCountedAgain() {
    World world = new World(1, 3);
    world.add(world.nodes.get(0));
    List<Delta> late = world.nodes.get(0).since(VersionVector.EMPTY, NO_LIMIT);
    world.settle();
    world.die(0);
    world.nodes.add(world.fresh("n0"));
    world.settle();
    for (CounterMap node : world.nodes) {
      late.forEach(delta -> assertThat(node.join(delta)).isFalse());
      assertThat(node.value("all")).isEqualTo(BigInteger.ONE);
    }
  }

  @Test
  void aReplicaThatWasDeclaredGoneAddsNoMore() {
    World world = new World(1, 3);
    world.add(world.nodes.get(0));
    world.settle();
    CounterMap left = world.nodes.remove(0);
    world.nodes.forEach(node -> node.gone(new NodeId("n0")));
    world.settle();
    assertThat(world.nodes.get(0).replicas()).isEqualTo(2);
    world.nodes.add(left);
    world.settle();
    assertThat(left.tidying(world.others(left), true)).isNull();
    assertThat(left.value("all")).isEqualTo(BigInteger.ONE);
    assertThatThrownBy(() -> left.add("all", 1)).hasMessageContaining("declared");
  }

  @Test
  void aLedgerIsReadAsItWasWritten() {
    Ledger ledger =
        Ledger.EMPTY
            .proposing(new VersionVector(new TreeMap<>(Map.of(new ReplicaId("a:1"), 7L))))
            .committing(
                List.of(new Ledger.Folded(new ReplicaId("a:2"), 8)),
                List.of(new Ledger.Folded(new ReplicaId("a:3"), 9)))
            .numbered(12);
    assertThat(Ledger.fromJson(((Json.Obj) ledger.toJson()).fields())).isEqualTo(ledger);
  }
}
