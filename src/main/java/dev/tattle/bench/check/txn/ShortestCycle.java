package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.txn.CycleKind.Turns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a shortest cycle of a kind without following every path. The search goes breadth
 * first over pairs of a transaction and the path's state, and it begins at some transactions.
 */
final class ShortestCycle {
  /**
   * The limit on edges visited in a component; a larger component is searched from fewer vertices.
   */
  private static final int MOST_EDGES = 4_000_000;

  /** The most transactions to begin at; they are spread over the component. */
  private static final int MOST_STARTS = 64;

  private final Component component;
  private final CycleKind kind;
  private final Dependencies graph;
  private final int states;
  private final int[] previous;
  private final int[] queue;

  private ShortestCycle(CycleKind kind, Component component) {
    this.component = component;
    this.kind = kind;
    graph = component.graph();
    states = 1 << (kind.required().size() + 3);
    previous = new int[graph.vertices() * states];
    queue = new int[previous.length];
  }

  /**
   * Returns the vertices of the cycle, each once; null if none was found.
   *
   * @param starts vertices to begin with; some others follow
   */
  static int @Nullable [] of(CycleKind kind, Component component, List<Integer> starts) {
    ShortestCycle search = new ShortestCycle(kind, component);
    int[] best = null;
    for (int start : search.more(starts)) {
      int[] found = search.from(start);
      if (found != null
          && (best == null || found.length < best.length)
          && isSimple(found)
          && (!kind.isExact() || component.cycle(found).name().equals(kind.name()))) {
        best = found;
      }
    }
    return best;
  }

  private List<Integer> more(List<Integer> starts) {
    int edges = 1 + graph.begin(graph.vertices());
    int count = Math.min(component.size(), Math.min(MOST_STARTS, MOST_EDGES / edges));
    List<Integer> all = new ArrayList<>(starts);
    for (int i = starts.size(); i < count; i++) {
      all.add((int) ((long) i * component.size() / count));
    }
    return all;
  }

  private static boolean isSimple(int[] vertices) {
    return Arrays.stream(vertices).distinct().count() == vertices.length;
  }

  private int @Nullable [] from(int start) {
    Arrays.fill(previous, -1);
    int begin = start * states;
    int first = 0;
    int last = 0;
    queue[last++] = begin;
    previous[begin] = begin;
    while (first < last) {
      int place = queue[first++];
      int vertex = place / states;
      for (int edge = graph.begin(vertex); edge < graph.begin(vertex + 1); edge++) {
        for (int bits = graph.relations(edge); bits != 0; bits &= bits - 1) {
          int state = next(place % states, Integer.lowestOneBit(bits));
          int target = graph.target(edge) * states + state;
          if (state >= 0 && graph.target(edge) == start && isComplete(state)) {
            return path(begin, place);
          } else if (state >= 0 && previous[target] < 0) {
            previous[target] = place;
            queue[last++] = target;
          }
        }
      }
    }
    return null;
  }

  private int[] path(int begin, int end) {
    List<Integer> vertices = new ArrayList<>();
    for (int place = end; place != begin; place = previous[place]) {
      if (place / states < component.size()) {
        vertices.add(place / states);
      }
    }
    vertices.add(begin / states);
    Collections.reverse(vertices);
    return vertices.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The state after an edge. Two bits count {@link Relation#RW} edges up to two; one bit says that
   * such an edge was just taken; one bit for each required set says that an edge has met it.
   */
  private int next(int state, int relation) {
    if (relation == Dependencies.HOP) {
      return state;
    }
    boolean isTurn = relation == Relation.RW.bit();
    int turns = state & 3;
    boolean wasTurn = (state & 4) != 0;
    boolean isLegal = (relation & kind.legal()) != 0;
    boolean mayTurn =
        isTurn && (kind.turns() == Turns.ONE ? turns == 0 : kind.turns() != Turns.ANY && !wasTurn);
    if (!isLegal && !mayTurn) {
      return -1;
    }
    int after = (state & ~7) | (isTurn ? Math.min(2, turns + 1) : turns) | (isTurn ? 4 : 0);
    for (int i = 0; i < kind.required().size(); i++) {
      after |= (kind.required().get(i) & relation) != 0 ? 8 << i : 0;
    }
    return after;
  }

  /** A cycle without turns in a row begins with a turn, so it must not end with one. */
  private boolean isComplete(int state) {
    boolean hasAll = state >>> 3 == (1 << kind.required().size()) - 1;
    boolean endsBadly = kind.turns() == Turns.NOT_ADJACENT && (state & 4) != 0;
    return hasAll && (state & 3) >= Math.min(2, kind.least()) && !endsBadly;
  }
}
