package dev.tattle.bench.check.txn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of cycle to search for.
 *
 * @param name of the anomaly
 * @param legal relations that any number of edges may have
 * @param required sets of relations; for each set, some edge must have one of its relations
 * @param least the least number of {@link Relation#RW} edges
 * @param turns how {@link Relation#RW} edges may be used if they are not legal
 * @param isExact true if a cycle counts only if its explanation has this name
 */
record CycleKind(
    String name, int legal, List<Integer> required, int least, Turns turns, boolean isExact) {

  /** How a cycle may use {@link Relation#RW} edges. */
  enum Turns {
    /** As any other edge, if they are legal. */
    ANY,
    /** Only one. */
    ONE,
    /** No two in a row. */
    NOT_ADJACENT
  }

  private static final int WW = Relation.WW.bit();
  private static final int WR = Relation.WR.bit();
  private static final int FLOW = WW | WR;

  /**
   * The kinds with {@code -item} stand for registers and lists. Predicates would need further
   * kinds.
   */
  private static final List<CycleKind> PLAIN =
      List.of(
          new CycleKind("G0", WW, List.of(), 0, Turns.ANY, false),
          new CycleKind("G1c", FLOW, List.of(WR), 0, Turns.ANY, false),
          new CycleKind("G-single-item", FLOW, List.of(), 1, Turns.ONE, true),
          new CycleKind("G-nonadjacent-item", FLOW, List.of(), 2, Turns.NOT_ADJACENT, true),
          new CycleKind("G2-item", FLOW | Relation.RW.bit(), List.of(), 2, Turns.ANY, true));

  /** All kinds, the worst first. */
  static final List<CycleKind> ALL = worstFirst();

  private static List<CycleKind> worstFirst() {
    Map<String, CycleKind> kinds = new LinkedHashMap<>();
    for (CycleKind kind : PLAIN) {
      kinds.put(kind.name, kind);
      for (Relation time : List.of(Relation.PROCESS, Relation.REALTIME)) {
        CycleKind variant = kind.with(time);
        kinds.put(variant.name, variant);
      }
    }
    return Anomalies.inElleOrder(kinds.keySet()).stream().map(kinds::get).toList();
  }

  private CycleKind with(Relation time) {
    List<Integer> both = new ArrayList<>(required);
    both.add(time.bit());
    return new CycleKind(name + variant(time), legal | time.bit(), both, least, turns, isExact);
  }

  private static String variant(Relation time) {
    return time == Relation.PROCESS ? Anomalies.PROCESS : Anomalies.REALTIME;
  }

  /** All relations that an edge of such a cycle may have. */
  int relations() {
    return least > 0 ? legal | Relation.RW.bit() : legal;
  }

  /** The name of a cycle whose edges have these relations, in their order. */
  static String nameOf(List<Relation> steps) {
    long turns = steps.stream().filter(Relation.RW::equals).count();
    boolean areAdjacent = false;
    for (int i = 0; i < steps.size(); i++) {
      Relation next = steps.get((i + 1) % steps.size());
      areAdjacent |= steps.get(i) == Relation.RW && next == Relation.RW;
    }
    String plain;
    if (turns == 1) {
      plain = "G-single-item";
    } else if (turns > 1) {
      plain = areAdjacent ? "G2-item" : "G-nonadjacent-item";
    } else {
      plain = steps.contains(Relation.WR) ? "G1c" : "G0";
    }
    if (steps.contains(Relation.REALTIME)) {
      return plain + Anomalies.REALTIME;
    }
    return steps.contains(Relation.PROCESS) ? plain + Anomalies.PROCESS : plain;
  }
}
