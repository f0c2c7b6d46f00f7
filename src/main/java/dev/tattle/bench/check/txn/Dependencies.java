package dev.tattle.bench.check.txn;

import java.util.Arrays;

/**
 * A graph of transactions, by their ids: an edge leads to whatever comes later, and carries all
 * relations that say so. Each pair of vertices has one edge at most in each direction.
 */
final class Dependencies {
  private final int[] begin;
  private final int[] targets;
  private final int[] relations;

  private Dependencies(int[] begin, int[] targets, int[] relations) {
    this.begin = begin;
    this.targets = targets;
    this.relations = relations;
  }

  int vertices() {
    return begin.length - 1;
  }

  /** Where the edges of a vertex begin; they end where those of the next one begin. */
  int begin(int vertex) {
    return begin[vertex];
  }

  int target(int edge) {
    return targets[edge];
  }

  int relations(int edge) {
    return relations[edge];
  }

  /** The relations from one vertex to another, maybe none. */
  int between(int from, int to) {
    int edge = Arrays.binarySearch(targets, begin[from], begin[from + 1], to);
    return edge < 0 ? Relation.NONE : relations[edge];
  }

  /** All relations that any edge has. */
  int allRelations() {
    int all = Relation.NONE;
    for (int bits : relations) {
      all |= bits;
    }
    return all;
  }

  /** The graph between some vertices, which are numbered anew in their order. */
  Dependencies among(int[] sortedVertices) {
    Builder builder = new Builder();
    for (int i = 0; i < sortedVertices.length; i++) {
      for (int edge = begin[sortedVertices[i]]; edge < begin[sortedVertices[i] + 1]; edge++) {
        int to = Arrays.binarySearch(sortedVertices, targets[edge]);
        if (to >= 0) {
          builder.add(i, to, relations[edge]);
        }
      }
    }
    return builder.build(sortedVertices.length);
  }

  /** Collects edges in any order; what is added twice is one edge. */
  static final class Builder {
    private int[] from = new int[64];
    private int[] to = new int[64];
    private byte[] bits = new byte[64];
    private int size;
    private boolean isTouched;

    /** True if nothing was added or touched. */
    boolean isEmpty() {
      return size == 0 && !isTouched;
    }

    /** A transaction depends on itself, which is no edge; but it is not nothing. */
    void touch() {
      isTouched = true;
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

    Dependencies build(int vertices) {
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
}
