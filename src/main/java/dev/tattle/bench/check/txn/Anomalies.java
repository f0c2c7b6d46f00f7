package dev.tattle.bench.check.txn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The names of all anomalies of transactions, and which of them are special cases of others.
 *
 * <p>Source: A. Adya, <i>Weak Consistency</i> (1999), chapter 4; P. Bailis et al., <i>Highly
 * Available Transactions</i> (2013); A. Cerone et al., <i>A Framework for Transactional Consistency
 * Models with Atomic Visibility</i> (2015). The names and implications are those of {@code
 * elle.consistency-model}.
 */
final class Anomalies {
  static final String INTERNAL = "internal";
  static final String FUTURE_READ = "future-read";
  static final String DUPLICATE_ELEMENTS = "duplicate-elements";
  static final String INCOMPATIBLE_ORDER = "incompatible-order";
  static final String CYCLIC_VERSIONS = "cyclic-versions";
  static final String DIRTY_UPDATE = "dirty-update";
  static final String LOST_UPDATE = "lost-update";
  static final String G1A = "G1a";
  static final String G1B = "G1b";

  /** No transaction depends on another, so the history proves nothing. */
  static final String EMPTY_GRAPH = "empty-transaction-graph";

  /** A read showed what nobody wrote. Elle has no name for it. */
  static final String NEVER_WRITTEN = "never-written";

  /** A read showed some writes of a transaction and lacked others. Elle has no name for it. */
  static final String FRACTURED_READ = "fractured-read";

  static final String PROCESS = "-process";
  static final String REALTIME = "-realtime";

  /** The suffix of anomalies that say only that a cycle exists. */
  static final String CYCLE_EXISTS = "-cycle-exists";

  /** Kinds of cycles, by the relations in them. Each has two variants, with orders in time. */
  private static final Implications IMPLIED =
      withVariants(
              """
              G0: G1c
              G1c: G1
              G-single-item: G-single G-nonadjacent-item
              G-single: G-nonadjacent
              G-nonadjacent-item: G-nonadjacent G2-item
              G-nonadjacent: G2
              G2-item: G2
              """,
              "G0 G1c G1 G-single-item G-single G-nonadjacent-item G-nonadjacent G2-item G2")
          .and(
              Implications.of(
                  """
                  G1a: G1
                  G1b: G1
                  G-single: GSIb
                  GSIa: GSI
                  GSIb: GSI
                  incompatible-order: G1a
                  future-read: G1c
                  dirty-update: G1a
                  lost-update: write-skew G2-item
                  write-skew: G2
                  """));

  /** Which anomalies are worse than others; Elle searches for the worst first. */
  private static final Implications SEVERITY =
      withVariants(
              """
              G0: G1c
              G1c: G-single G2-item
              """,
              "")
          .and(
              Implications.of(
                  """
                  G2: G0-process
                  G2-process: G0-realtime
                  """));

  private static final Implications ORDER = IMPLIED.and(SEVERITY);

  /** Elle's order has no place for G1c before G-single-item, though Elle searches for G1c first. */
  private static final Implications TOLD = ORDER.and(withVariants("G1c: G-single-item", ""));

  private Anomalies() {}

  /**
   * Makes implications of the plain names and of both variants. An anomaly is also one in the order
   * of processes. That one is also one in real time, because a process does one thing at a time.
   */
  private static Implications withVariants(String lines, String names) {
    Implications plain = Implications.of(lines);
    Implications all = plain.and(new Implications());
    for (String name : plain.names()) {
      for (String variant : List.of(PROCESS, REALTIME)) {
        plain.directlyImplied(name).forEach(other -> all.add(name + variant, other + variant));
      }
    }
    for (String name : names.isEmpty() ? List.<String>of() : List.of(names.split(" ", -1))) {
      all.add(name, name + PROCESS);
      all.add(name + PROCESS, name + REALTIME);
    }
    return all;
  }

  /** Returns these names and all that they imply. */
  static Set<String> allImplied(Collection<String> names) {
    return IMPLIED.allImplied(names);
  }

  /** Returns these names and all that imply one of them. */
  static Set<String> allImplying(Collection<String> names) {
    return IMPLIED.allImplying(names);
  }

  /** Sorts these names in the order in which Elle searches for them. */
  static List<String> inElleOrder(Collection<String> names) {
    return sorted(names, ORDER);
  }

  /** Sorts these names: those that imply others, and worse ones, come first. */
  static List<String> worstFirst(Collection<String> names) {
    return sorted(names, TOLD);
  }

  private static List<String> sorted(Collection<String> names, Implications order) {
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(Comparator.comparing(order::depth).thenComparing(Comparator.naturalOrder()));
    return sorted;
  }
}
