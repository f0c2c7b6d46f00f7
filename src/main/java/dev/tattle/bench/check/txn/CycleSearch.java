package dev.tattle.bench.check.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a cycle of one kind among transactions that depend on each other. The search goes
 * breadth first from each of them, in Elle's order, so it finds the same cycle as Elle.
 *
 * <p>It follows all paths, and there may be very many. So the search is bounded. If it gives up,
 * {@link ShortestCycle} searches for any cycle of that kind.
 *
 * <p>Source: {@code elle.bfs}, {@code elle.BFSPath}.
 */
final class CycleSearch {
  private final Component component;
  private final CycleKind kind;
  private final TrieOrder order;
  private final Map<Integer, int[]> next = new LinkedHashMap<>();
  private final CycleBudget budget;

  /** The vertices to search; null if all are allowed. */
  private boolean @Nullable [] within;

  CycleSearch(Component component, CycleKind kind, CycleBudget budget) {
    this.component = component;
    this.kind = kind;
    this.budget = budget;
    order = component.order();
  }

  /**
   * Returns the vertices of a cycle, each once. Null if there is none or if the search gave up; the
   * budget says which.
   */
  int @Nullable [] search() {
    for (int start : vertices()) {
      int[] found = searchFrom(start);
      if (found != null || budget.isExhausted()) {
        return found;
      }
    }
    return null;
  }

  private int[] vertices() {
    boolean[] isThere = new boolean[component.size()];
    Dependencies graph = component.graph();
    for (int from = 0; from < component.size(); from++) {
      for (int edge = graph.begin(from); edge < graph.begin(from + 1); edge++) {
        if ((graph.relations(edge) & kind.relations()) != 0) {
          isThere[from] = true;
          isThere[graph.target(edge)] = true;
        }
      }
    }
    int[] vertices = new int[component.size()];
    int count = 0;
    for (int vertex = 0; vertex < isThere.length; vertex++) {
      if (isThere[vertex]) {
        vertices[count++] = vertex;
      }
    }
    return order.sort(Arrays.copyOf(vertices, count));
  }

  private int @Nullable [] searchFrom(int start) {
    List<CyclePath> paths = List.of(CyclePath.start(kind, start));
    while (!paths.isEmpty()) {
      List<CyclePath> open = new ArrayList<>(paths.size());
      for (CyclePath path : paths) {
        if (!path.isLoop()) {
          open.add(path);
        } else if (path.isValid()) {
          int[] found = path.vertex() == start ? path.vertices() : trimmed(path);
          if (found != null) {
            return found;
          }
        }
      }
      paths = expanded(open);
      if (budget.isExhausted()) {
        return null;
      }
    }
    return null;
  }

  private List<CyclePath> expanded(List<CyclePath> open) {
    List<CyclePath> longer = new ArrayList<>();
    for (CyclePath path : open) {
      for (int target : next(path.vertex())) {
        int bits = component.graph().between(path.vertex(), target) & kind.relations();
        int before = longer.size();
        path.addSteps(bits, target, longer);
        budget.spend(1 + longer.size() - before);
      }
      if (budget.isExhausted()) {
        return List.of();
      }
    }
    return longer;
  }

  /**
   * Cuts off what comes before the loop at the end of a path. Null if the loop is no such cycle.
   */
  private int @Nullable [] trimmed(CyclePath path) {
    int[] loop = path.loop();
    boolean[] outer = within;
    boolean[] inner = new boolean[component.size()];
    for (int vertex : loop) {
      inner[vertex] = true;
    }
    within = inner;
    next.clear();
    int[] found = null;
    for (int i = 0; i < loop.length && found == null && !budget.isExhausted(); i++) {
      found = searchFrom(loop[i]);
    }
    within = outer;
    next.clear();
    return found;
  }

  private int[] next(int vertex) {
    return next.computeIfAbsent(vertex, this::targets);
  }

  private int[] targets(int vertex) {
    Dependencies graph = component.graph();
    int begin = graph.begin(vertex);
    int[] targets = new int[graph.begin(vertex + 1) - begin];
    int count = 0;
    for (int edge = begin; edge < graph.begin(vertex + 1); edge++) {
      boolean isIn = within == null || within[graph.target(edge)];
      if (isIn && (graph.relations(edge) & kind.relations()) != 0) {
        targets[count++] = graph.target(edge);
      }
    }
    return order.sort(Arrays.copyOf(targets, count));
  }
}
