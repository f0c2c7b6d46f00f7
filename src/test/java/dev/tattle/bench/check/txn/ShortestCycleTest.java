package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.StrongComponents;
import dev.tattle.bench.check.txn.ToyDatabase.Isolation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the search whose cost grows with a component with a search that follows all paths. */
class ShortestCycleTest {
  private static final int SEEDS = 600;
  private static final long ENOUGH = 1_000_000;

  private int byPaths;
  private int byStates;

  private static List<Component> components(TxnHistory history) {
    DataOrder order =
        history.kind() == TxnKind.LIST_APPEND
            ? new AppendHistory(history.txns())
            : new RegisterHistory(history.txns(), List.of(KeyOrder.WRITES_FOLLOW_READS));
    DependencyBuilder builder = new DependencyBuilder(history.txns().size());
    order.addTo(builder);
    TimeOrder.REALTIME.addTo(builder, history.txns());
    Dependencies graph = builder.build();
    return StrongComponents.of(AcyclicLevel.allEdges(graph)).stream()
        .map(members -> Component.of(members, history, graph, order))
        .toList();
  }

  private static int relations(Dependencies graph, int[] cycle) {
    int all = Relation.NONE;
    for (int i = 0; i < cycle.length; i++) {
      all |= graph.between(cycle[i], cycle[(i + 1) % cycle.length]);
    }
    return all;
  }

  private void search(Component component) {
    for (CycleKind kind : CycleKind.ALL) {
      int[] first = new CycleSearch(component, kind, new CycleBudget(ENOUGH)).search();
      int[] shortest = ShortestCycle.of(kind, component, List.of());
      if (first == null || !component.cycle(first).name().equals(kind.name())) {
        continue;
      }
      byPaths++;
      if (shortest != null) {
        byStates++;
        assertThat(Arrays.stream(shortest).distinct().count()).isEqualTo(shortest.length);
        assertThat(shortest).hasSizeLessThanOrEqualTo(first.length);
        assertThat(kind.required())
            .allMatch(bits -> (bits & relations(component.graph(), shortest)) != 0);
        assertThat(component.cycle(shortest).name())
            .matches(kind.isExact() ? kind.name() : "G(0|1c).*");
      }
    }
  }

  /**
   * The search may report a cycle that visits a transaction twice, or that has another explanation.
   */
  @ParameterizedTest
  @EnumSource
  void findsNearlyAllThatFollowingAllPathsFinds(TxnKind kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Isolation isolation = List.of(Isolation.NONE, Isolation.STALE).get(seed % 2);
      ToyDatabase database = new ToyDatabase(kind, isolation, random, 1 + random.nextInt(3), 6);
      components(TxnHistory.of(kind, database.run(4 + random.nextInt(16), 4, 3)))
          .forEach(this::search);
    }
    assertThat(byStates).as("of %d", byPaths).isBetween(byPaths * 95 / 100, byPaths);
    assertThat(byPaths).isGreaterThan(SEEDS / 20);
  }
}
