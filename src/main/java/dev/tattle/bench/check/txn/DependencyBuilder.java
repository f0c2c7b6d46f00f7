package dev.tattle.bench.check.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the edges of a graph, in any order. Equal edges become one. */
final class DependencyBuilder {
  /**
   * If a relation needs more edges than this, it uses hubs: a search would not get far among the
   * edges.
   */
  private static final long MOST_EDGES = 4_096;

  private int[] from = new int[64];
  private int[] to = new int[64];
  private byte[] bits = new byte[64];
  private final long mostEdges;
  private int size;
  private int vertices;
  private boolean isTouched;

  /** A builder for a graph of this many transactions. */
  DependencyBuilder(int vertices) {
    this(vertices, MOST_EDGES);
  }

  DependencyBuilder(int vertices, long mostEdges) {
    this.mostEdges = mostEdges;
    this.vertices = vertices;
  }

  /** True if nothing was added or touched. */
  boolean isEmpty() {
    return size == 0 && !isTouched;
  }

  /**
   * Records that a transaction depends on itself. That is no edge, but the graph is not empty then.
   */
  void touch() {
    isTouched = true;
  }

  /**
   * Adds that each of the first comes before each of the second, but not before itself. Each list
   * holds a transaction at most once.
   */
  void addAll(List<ObservedTxn> first, List<ObservedTxn> second, Relation relation) {
    if ((long) first.size() * second.size() > mostEdges) {
      addHubs(first, second, relation);
      return;
    }
    for (ObservedTxn earlier : first) {
      for (ObservedTxn later : second) {
        if (!earlier.equals(later)) {
          add(earlier.id(), later.id(), relation.bit());
        }
      }
    }
  }

  private void addHubs(List<ObservedTxn> first, List<ObservedTxn> second, Relation relation) {
    Set<ObservedTxn> both = new LinkedHashSet<>(first);
    both.retainAll(new LinkedHashSet<>(second));
    int toOthers = vertices++;
    int toBoth = vertices++;
    for (ObservedTxn earlier : first) {
      add(earlier.id(), toOthers, relation.bit());
      if (!both.contains(earlier)) {
        add(earlier.id(), toBoth, relation.bit());
      }
    }
    for (ObservedTxn later : second) {
      add(both.contains(later) ? toBoth : toOthers, later.id(), Dependencies.HOP);
    }
    List<ObservedTxn> members = new ArrayList<>(both);
    addChain(members, relation);
    Collections.reverse(members);
    addChain(members, relation);
  }

  /** Each transaction leads to all later ones, through one hub per member. */
  private void addChain(List<ObservedTxn> members, Relation relation) {
    for (int i = 1; i < members.size(); i++) {
      int hub = vertices++;
      add(members.get(i - 1).id(), hub, relation.bit());
      add(hub, members.get(i).id(), Dependencies.HOP);
      if (i > 1) {
        add(hub - 1, hub, Dependencies.HOP);
      }
    }
  }

  void add(int source, int target, int relations) {
    if (size == from.length) {
      from = Arrays.copyOf(from, 2 * size);
      to = Arrays.copyOf(to, 2 * size);
      bits = Arrays.copyOf(bits, 2 * size);
    }
    from[size] = source;
    to[size] = target;
    bits[size++] = (byte) relations;
  }

  /** Builds the graph. */
  Dependencies build() {
    int[] begin = counted(from, vertices);
    long[] sorted = new long[size];
    int[] next = begin.clone();
    for (int i = 0; i < size; i++) {
      sorted[next[from[i]]++] = (long) to[i] << Byte.SIZE | bits[i];
    }
    for (int vertex = 0; vertex < vertices; vertex++) {
      Arrays.sort(sorted, begin[vertex], begin[vertex + 1]);
    }
    return merged(begin, sorted);
  }

  private int[] counted(int[] sources, int vertices) {
    int[] begin = new int[vertices + 1];
    for (int i = 0; i < size; i++) {
      begin[sources[i] + 1]++;
    }
    for (int vertex = 0; vertex < vertices; vertex++) {
      begin[vertex + 1] += begin[vertex];
    }
    return begin;
  }

  private static Dependencies merged(int[] begin, long[] sorted) {
    int[] targets = new int[sorted.length];
    int[] relations = new int[sorted.length];
    int[] mergedBegin = new int[begin.length];
    int edges = 0;
    for (int vertex = 0; vertex + 1 < begin.length; vertex++) {
      for (int i = begin[vertex]; i < begin[vertex + 1]; i++) {
        int target = (int) (sorted[i] >>> Byte.SIZE);
        if (edges == mergedBegin[vertex] || targets[edges - 1] != target) {
          targets[edges++] = target;
        }
        relations[edges - 1] |= (int) (sorted[i] & 0xff);
      }
      mergedBegin[vertex + 1] = edges;
    }
    return new Dependencies(
        mergedBegin, Arrays.copyOf(targets, edges), Arrays.copyOf(relations, edges));
  }
}
