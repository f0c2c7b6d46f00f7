package dev.tattle.bench.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds the strongly connected components of a graph with the vertices 0, 1, 2 …. In a component, a
 * path leads from each vertex to each other one. The work is proportional to the number of vertices
 * and edges. The search does not recurse, so paths may be of any length.
 *
 * <p>Source: R. Tarjan, <i>Depth-first search and linear graph algorithms</i> (1972).
 */
public final class StrongComponents {
  private static final int NEW = -1;

  private final Edges edges;
  private final int[] number;
  private final int[] lowest;
  private final int[] nextEdge;
  private final boolean[] isOpen;
  private final Deque<Integer> open = new ArrayDeque<>();
  private final List<List<Integer>> found = new ArrayList<>();
  private int visited;

  /** A graph's edges. */
  public interface Edges {
    /** No edge is at this place. */
    int NONE = -1;

    /** How many vertices there are. */
    int vertices();

    /** The number of places for edges of a vertex. */
    int places(int vertex);

    /** The vertex to which the edge at this place leads, or {@link #NONE}. */
    int target(int vertex, int place);
  }

  private StrongComponents(Edges edges) {
    this.edges = edges;
    number = new int[edges.vertices()];
    lowest = new int[edges.vertices()];
    nextEdge = new int[edges.vertices()];
    isOpen = new boolean[edges.vertices()];
    Arrays.fill(number, NEW);
  }

  /**
   * Finds the components of more than one vertex.
   *
   * @param edges for each vertex, the vertices to which its edges lead
   */
  public static List<List<Integer>> of(List<List<Integer>> edges) {
    return of(
        new Edges() {
          @Override
          public int vertices() {
            return edges.size();
          }

          @Override
          public int places(int vertex) {
            return edges.get(vertex).size();
          }

          @Override
          public int target(int vertex, int place) {
            return edges.get(vertex).get(place);
          }
        });
  }

  /** Finds the components of more than one vertex. */
  public static List<List<Integer>> of(Edges edges) {
    StrongComponents components = new StrongComponents(edges);
    for (int vertex = 0; vertex < edges.vertices(); vertex++) {
      if (components.number[vertex] == NEW) {
        components.search(vertex);
      }
    }
    return components.found;
  }

  private void search(int root) {
    Deque<Integer> path = new ArrayDeque<>();
    path.push(enter(root));
    while (!path.isEmpty()) {
      int vertex = path.peek();
      if (nextEdge[vertex] < edges.places(vertex)) {
        int next = edges.target(vertex, nextEdge[vertex]++);
        if (next == Edges.NONE) {
          continue;
        }
        if (number[next] == NEW) {
          path.push(enter(next));
        } else if (isOpen[next]) {
          lowest[vertex] = Math.min(lowest[vertex], number[next]);
        }
      } else {
        path.pop();
        leave(vertex);
        if (!path.isEmpty()) {
          lowest[path.peek()] = Math.min(lowest[path.peek()], lowest[vertex]);
        }
      }
    }
  }

  private int enter(int vertex) {
    number[vertex] = visited;
    lowest[vertex] = visited++;
    isOpen[vertex] = true;
    open.push(vertex);
    return vertex;
  }

  private void leave(int vertex) {
    if (lowest[vertex] != number[vertex]) {
      return;
    }
    List<Integer> component = new ArrayList<>();
    int member;
    do {
      member = open.pop();
      isOpen[member] = false;
      component.add(member);
    } while (member != vertex);
    if (component.size() > 1) {
      found.add(component);
    }
  }
}
