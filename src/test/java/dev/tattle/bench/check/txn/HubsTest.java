package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.StrongComponents;
import dev.tattle.bench.check.txn.ToyDatabase.Isolation;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Edges through hubs mean the same as the edges that they replace. */
class HubsTest {
  private static final int SEEDS = 1_000;
  private static final long NO_HUBS = 100_000;

  /** The levels that each component breaks, and whether a cycle of each kind can be found in it. */
  private static Set<String> found(TxnHistory history, long mostEdges) {
    DataOrder order =
        history.kind() == TxnKind.LIST_APPEND
            ? new AppendHistory(history.txns())
            : new RegisterHistory(history.txns(), List.of(KeyOrder.WRITES_FOLLOW_READS));
    DependencyBuilder builder = new DependencyBuilder(history.txns().size(), mostEdges);
    order.addTo(builder);
    TimeOrder.REALTIME.addTo(builder, history.txns());
    Dependencies graph = builder.build();
    Set<String> found = new TreeSet<>();
    for (List<Integer> members : StrongComponents.of(AcyclicLevel.allEdges(graph))) {
      Component component = Component.of(members, history, graph, order);
      for (AcyclicLevel.Broken broken : AcyclicLevel.brokenBy(component)) {
        found.add(component.txns().get(0).id() + " " + broken.level().anomaly());
        assertThat(broken.members()).hasSizeGreaterThan(1);
      }
      for (Cycle cycle : CycleFinder.in(component).cycles()) {
        assertThat(cycle.txns()).doesNotHaveDuplicates();
        for (int i = 0; i < cycle.steps().size(); i++) {
          Relation step = cycle.steps().get(i);
          boolean isTime = step == Relation.PROCESS || step == Relation.REALTIME;
          assertThat(isTime || order.why(cycle.txns().get(i), cycle.after(i), step) != null)
              .as("%s", step)
              .isTrue();
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void breakTheSameLevels(TxnKind kind) {
    int broken = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Isolation isolation = List.of(Isolation.NONE, Isolation.BLANK).get(seed % 2);
      TxnHistory history =
          TxnHistory.of(
              kind,
              new ToyDatabase(kind, isolation, random, 1 + random.nextInt(2), 20)
                  .run(4 + random.nextInt(12), 4, 3));
      Set<String> direct = found(history, NO_HUBS);
      assertThat(found(history, 0)).as("seed %d", seed).isEqualTo(direct);
      broken += direct.size();
    }
    assertThat(broken).isGreaterThan(SEEDS / 2);
  }
}
