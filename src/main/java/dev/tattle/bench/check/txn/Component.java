package dev.tattle.bench.check.txn;

import java.util.Arrays;
import java.util.List;

/**
 * Transactions that all depend on each other, directly or through others.
 *
 * @param txns in the order of their ids; vertices of the graph are places in this list
 * @param graph the dependencies between them; its last vertices may be hubs
 * @param explainedFirst the order in which relations are preferred to explain an edge
 */
record Component(List<ObservedTxn> txns, Dependencies graph, List<Relation> explainedFirst) {
  static Component of(List<Integer> ids, TxnHistory history, Dependencies all, DataOrder versions) {
    int[] sorted = ids.stream().mapToInt(Integer::intValue).sorted().toArray();
    return new Component(
        Arrays.stream(sorted)
            .filter(id -> id < history.txns().size())
            .mapToObj(history.txns()::get)
            .toList(),
        all.among(sorted),
        versions.explainedFirst());
  }

  int size() {
    return txns.size();
  }

  boolean hasHubs() {
    return graph.vertices() > txns.size();
  }

  TrieOrder order() {
    return TrieOrder.ofIndexes(txns.stream().mapToLong(ObservedTxn::index).toArray());
  }

  /**
   * Explains a cycle.
   *
   * @param vertices in order, each once
   */
  Cycle cycle(int[] vertices) {
    List<ObservedTxn> members = Arrays.stream(vertices).mapToObj(txns::get).toList();
    Relation[] steps = new Relation[vertices.length];
    for (int i = 0; i < vertices.length; i++) {
      int bits = graph.between(vertices[i], vertices[(i + 1) % vertices.length]);
      // Without a direct edge, a hub is between them.
      steps[i] = bits == 0 ? Relation.RW : Relation.first(explainedFirst, bits);
    }
    return new Cycle(members, List.of(steps));
  }
}
