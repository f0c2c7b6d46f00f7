package dev.tattle.bench.check.txn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a cycle of each kind in a component, the worst kinds first. It skips kinds that follow from
 * a cycle found before.
 *
 * <p>Source: {@code elle.txn/cycle-cases-in-scc}.
 */
final class CycleFinder {
  /** More than Elle manages in the second that it gives to a component. */
  private static final long STEPS = 400_000;

  private static final int STARTS_A_LEVEL = 4;

  private final Component component;
  private final List<AcyclicLevel.Broken> broken;
  private final List<Cycle> cycles = new ArrayList<>();

  private CycleFinder(Component component) {
    this.component = component;
    broken = AcyclicLevel.brokenBy(component);
  }

  /**
   * The anomalies of a component.
   *
   * @param broken the levels that the component breaks
   */
  record Found(List<AcyclicLevel.Broken> broken, List<Cycle> cycles) {}

  static Found in(Component component) {
    CycleFinder finder = new CycleFinder(component);
    finder.find();
    return new Found(finder.broken, finder.cycles);
  }

  private void find() {
    Set<String> needless = new LinkedHashSet<>(AcyclicLevel.impossibleCycles(broken));
    int relations = component.graph().allRelations();
    CycleBudget budget = new CycleBudget(STEPS);
    for (CycleKind kind : CycleKind.ALL) {
      boolean isPossible = kind.required().stream().allMatch(bits -> (bits & relations) != 0);
      if (isPossible && !needless.contains(kind.name())) {
        Cycle cycle = find(kind, budget);
        if (cycle != null && (!kind.isExact() || cycle.name().equals(kind.name()))) {
          cycles.add(cycle);
          needless.addAll(Anomalies.allImplied(List.of(kind.name())));
        }
      }
    }
  }

  private @Nullable Cycle find(CycleKind kind, CycleBudget budget) {
    int[] found = null;
    if (!component.hasHubs()) {
      found = new CycleSearch(component, kind, budget).search();
    }
    if (found == null && (component.hasHubs() || budget.isExhausted())) {
      found = ShortestCycle.of(kind, component, starts());
    }
    return found == null ? null : component.cycle(found);
  }

  /** Transactions that are known to be in some cycle. */
  private List<Integer> starts() {
    return broken.stream()
        .flatMap(one -> one.members().stream().limit(STARTS_A_LEVEL))
        .distinct()
        .toList();
  }
}
