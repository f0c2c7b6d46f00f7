package dev.tattle.bench.check.txn;

import java.util.Arrays;

/**
 * A graph of transactions, by their ids. An edge leads to a later transaction and carries all
 * relations that say so. Each pair of vertices has at most one edge in each direction.
 *
 * <p>Vertices after the transactions are <em>hubs</em>. If each of many transactions comes before
 * each of many others, the former all lead to a hub, and the hub leads to the latter.
 */
final class Dependencies {
  /** The relation of an edge from a hub; the relation of the edge to the hub goes on. */
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

  /** The first edge of a vertex. Its edges end at the first edge of the next vertex. */
  int begin(int vertex) {
    return begin[vertex];
  }

  int target(int edge) {
    return targets[edge];
  }

  int relations(int edge) {
    return relations[edge];
  }

  /** The relations from one vertex to another, perhaps none. */
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

  /** The graph between these vertices, which get new numbers in their order. */
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
