package dev.tattle.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Measures the cost of membership, how soon a death is detected, and how many members are wrongly
 * declared dead. It prints the figures. {@code -Dtattle.seeds=100} sets the number of seeds.
 */
class MembershipFiguresTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 1);
  private static final Duration TICK = Duration.ofMillis(100);

  /** The figures of one group: deaths at several seeds. */
  private static final class Figures {
    private final List<Long> firstMillis = new ArrayList<>();
    private final List<Long> allMillis = new ArrayList<>();
    private long wrong;
    private double messages;
    private double bytes;

    void measure(long seed, int size, double loss, int slow) {
      MembershipCluster cluster = new MembershipCluster(seed, size, MembershipSettings.DEFAULT);
      cluster.ids.forEach(cluster::start);
      cluster.untilRight(Duration.ofMinutes(1));
      cluster.loss = loss;
      cluster.run(Duration.ofSeconds(20));
      cost(cluster);
      Set<NodeId> slowOnes = new HashSet<>(cluster.ids.subList(2, 2 + slow));
      wrong += wrongly(cluster, slowOnes, Duration.ofMinutes(2));
      death(cluster);
    }

    private void cost(MembershipCluster cluster) {
      long seconds = 30;
      cluster.isWeighing = true;
      cluster.messages = 0;
      cluster.bytes = 0;
      cluster.run(Duration.ofSeconds(seconds));
      cluster.isWeighing = false;
      messages += cluster.messages / (double) (seconds * cluster.ids.size());
      bytes += cluster.bytes / (double) (seconds * cluster.ids.size());
    }

    /** Counts the running members that another member wrongly declared dead. */
    private static long wrongly(MembershipCluster cluster, Set<NodeId> slow, Duration time) {
      Set<String> wrong = new HashSet<>();
      for (long tick = 0; tick < time.toMillis() / TICK.toMillis(); tick++) {
        // A slow node stands still for 2 of 4 seconds.
        if (tick % 40 == 0) {
          slow.forEach(cluster::pause);
        } else if (tick % 40 == 20) {
          cluster.resumeAll();
        }
        cluster.run(TICK);
        cluster.running.stream()
            .filter(by -> !slow.contains(by))
            .forEach(
                by ->
                    cluster.membership(by).members().stream()
                        .filter(m -> m.state() == MemberState.DEAD && !slow.contains(m.id()))
                        .forEach(m -> wrong.add(m.id() + "@" + m.incarnation())));
      }
      cluster.resumeAll();
      return wrong.size();
    }

    private void death(MembershipCluster cluster) {
      double loss = cluster.loss;
      cluster.heal();
      cluster.run(Duration.ofMinutes(1));
      cluster.loss = loss;
      NodeId dead = cluster.ids.get(cluster.ids.size() - 1);
      cluster.crash(dead);
      long began = cluster.scheduler.nowNanos();
      boolean isKnown = false;
      while (true) {
        cluster.run(TICK);
        long know =
            cluster.running.stream()
                .filter(by -> cluster.view(dead, by) == MemberState.DEAD)
                .count();
        long millis = (cluster.scheduler.nowNanos() - began) / 1_000_000;
        if (know > 0 && !isKnown) {
          isKnown = true;
          firstMillis.add(millis);
        }
        if (know == cluster.running.size()) {
          allMillis.add(millis);
          return;
        }
        assertThat(millis).isLessThan(120_000);
      }
    }

    String line(String name) {
      return String.format(
          Locale.ROOT,
          "%-28s first %5d ms (median) %5d (max); all %5d, %5d; wrongly dead %d; %.1f messages, %.0f"
              + " bytes a node and second",
          name,
          median(firstMillis),
          max(firstMillis),
          median(allMillis),
          max(allMillis),
          wrong,
          messages / firstMillis.size(),
          bytes / firstMillis.size());
    }

    private static long median(List<Long> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long max(List<Long> values) {
      return values.stream().mapToLong(value -> value).max().orElse(0);
    }
  }

  private static Figures measure(int size, double loss, int slow) {
    Figures figures = new Figures();
    for (long seed = 1; seed <= SEEDS; seed++) {
      figures.measure(seed, size, loss, slow);
    }
    String name = size + " nodes, loss " + loss + (slow > 0 ? ", " + slow + " slow" : "");
    System.out.println(figures.line(name));
    return figures;
  }

  @Test
  void nobodyIsWronglyTakenForDeadWhereNothingIsLost() {
    for (int size : new int[] {3, 10, 25}) {
      assertThat(measure(size, 0, 0).wrong).isZero();
    }
  }

  @Test
  void lossAndSlowNodesAreBorne() {
    for (int size : new int[] {10, 25}) {
      measure(size, 0.05, 0);
      measure(size, 0.2, 0);
      measure(size, 0, Math.max(1, size / 10));
    }
  }
}
