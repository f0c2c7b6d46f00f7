package dev.tattle.membership;

import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Members come and go under every fault. In the end each node knows exactly the members that are
 * present, within the times stated here. {@code -Dtattle.seeds=10000} sets the number of seeds.
 */
@Execution(ExecutionMode.CONCURRENT)
class WanderingMembershipTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 15);
  private static final long FIRST_SEED = Long.getLong("tattle.seed", 1);

  /** After the last fault. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int ROUNDS = 3;
  private static final int LARGE_SHARE = 15;

  /** One seed's run. */
  private static final class Run {
    private final MembershipCluster cluster;
    private final SplittableRandom random;
    private final int faults;

    Run(long seed, int size, int faults) {
      cluster = new MembershipCluster(seed, size, MembershipSettings.DEFAULT);
      random = cluster.random.split();
      this.faults = faults;
      cluster.ids.forEach(cluster::start);
    }

    /** Injects faults and then stops. Returns how long it took until all views were right again. */
    Duration round(Duration patience) {
      for (int i = 0; i < faults; i++) {
        fault();
        cluster.run(Duration.ofMillis(random.nextInt(8_000)));
      }
      cluster.heal();
      return cluster.untilRight(patience);
    }

    private void fault() {
      NodeId one = cluster.ids.get(random.nextInt(cluster.ids.size()));
      boolean isRunning = cluster.running.contains(one);
      boolean isPaused = cluster.paused.contains(one);
      switch (random.nextInt(7)) {
        case 0 -> cluster.cut(some());
        case 1 -> cluster.heal();
        case 2 -> cluster.loss = random.nextDouble() * 0.4;
        case 3 -> {
          if (isRunning && !isPaused) {
            cluster.pause(one);
          }
        }
        case 4 -> {
          if (isRunning && !isPaused && cluster.running.size() > 1 && mayGo(one)) {
            cluster.leave(one);
          }
        }
        default -> {
          if (!isRunning) {
            cluster.start(one);
          } else if (mayGo(one)) {
            cluster.crash(one);
          }
        }
      }
    }

    /** At least one contact must run, because groups that do not know each other can't meet. */
    private boolean mayGo(NodeId one) {
      List<NodeId> contacts = new ArrayList<>(cluster.ids.subList(0, 2));
      contacts.remove(one);
      return contacts.stream().anyMatch(cluster.running::contains);
    }

    private Set<NodeId> some() {
      Set<NodeId> some = new TreeSet<>();
      for (NodeId id : cluster.ids) {
        if (random.nextBoolean()) {
          some.add(id);
        }
      }
      return some;
    }
  }

  @Test
  void nobodyWhoIsThereStaysDeadAndNobodyWhoIsNotStaysAlive() {
    wander(SEEDS, ROUNDS, WanderingMembershipTest::small);
  }

  @Test
  void largeGroupsAsWell() {
    wander(Math.max(1, SEEDS / LARGE_SHARE), 1, seed -> new Run(seed, 200, 20));
  }

  private static Run small(long seed) {
    SplittableRandom sizes = new SplittableRandom(seed);
    return new Run(seed, sizes.nextInt(3, 26), sizes.nextInt(1, 12));
  }

  private static void wander(int seeds, int rounds, LongFunction<Run> runs) {
    Duration worst = Duration.ZERO;
    long worstSeed = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
      Run run = runs.apply(seed);
      for (int round = 0; round < rounds; round++) {
        Duration time = round(run, seed, round);
        if (time.compareTo(worst) > 0) {
          worst = time;
          worstSeed = seed;
        }
      }
    }
    System.out.println(seeds + " seeds: all right after at most " + worst + ", seed " + worstSeed);
  }

  private static Duration round(Run run, long seed, int number) {
    try {
      return run.round(PATIENCE);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", round " + number + ": " + e.getMessage(), e);
    }
  }
}
