package dev.tattle.bench.check.txn;

import java.util.Arrays;

/**
 * A graph of transactions, by their ids: an edge leads to whatever comes later, and carries all
 * relations that say so. Each pair of vertices has one edge at most in each direction.
 *
 * <p>Vertices beyond the transactions are <em>hubs</em>: where each of many transactions comes
 * before each of many others, all lead to a hub, and the hub to the others.
 */
final class Dependencies {
  /** The relation of an edge from a hub: what led to the hub holds on. */
  static final int HOP = 1 << 5;

  private final int[] begin;
  private final int[] targets;
  private final int[] relations;

  Dependencies(int[] begin, int[] targets, int[] relations) {
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
    DependencyBuilder builder = new DependencyBuilder(sortedVertices.length);
    for (int i = 0; i < sortedVertices.length; i++) {
      for (int edge = begin[sortedVertices[i]]; edge < begin[sortedVertices[i] + 1]; edge++) {
        int to = Arrays.binarySearch(sortedVertices, targets[edge]);
        if (to >= 0) {
          builder.add(i, to, relations[edge]);
        }
      }
    }
    return builder.build();
  }
}
