package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the anomalies mean for the models that must hold.
 *
 * @param verdict of these models
 * @param reported the anomalies that these models forbid, or that leave the verdict open. Anomalies
 *     that say only that a cycle exists are left out if others rule out as much.
 * @param ruledOut the weakest models that the anomalies rule out, by friendly names
 * @param ruledOutToo stronger models, which are therefore ruled out too
 * @param strongest the strongest models that nothing rules out
 */
record TxnJudgement(
    Verdict verdict,
    Set<String> reported,
    Set<String> ruledOut,
    Set<String> ruledOutToo,
    Set<String> strongest) {

  /**
   * Judges anomalies.
   *
   * @param anomalies all that were found, also those of other models
   */
  static TxnJudgement of(TxnKind kind, Set<String> models, Set<String> anomalies) {
    Set<String> forbidden = ConsistencyModels.forbiddenBy(models);
    Set<String> bad = new TreeSet<>(anomalies);
    bad.retainAll(forbidden);
    Set<String> reported = new TreeSet<>(bad);
    boolean isEmpty = anomalies.contains(Anomalies.EMPTY_GRAPH);
    if (isEmpty) {
      reported.add(Anomalies.EMPTY_GRAPH);
    }
    reported.removeAll(needless(reported));
    Set<String> impossible = ConsistencyModels.ruledOutBy(anomalies);
    Set<String> weakest = ConsistencyModels.weakest(impossible);
    Set<String> others = new TreeSet<>(impossible);
    others.removeAll(weakest);
    return new TxnJudgement(
        verdict(kind, !bad.isEmpty(), isEmpty),
        reported,
        ConsistencyModels.friendly(weakest),
        ConsistencyModels.friendly(others),
        ConsistencyModels.strongestBut(impossible));
  }

  /**
   * Without any dependency, Elle's verdict is unknown; for registers, Maelstrom then says invalid.
   */
  private static Verdict verdict(TxnKind kind, boolean isBad, boolean isEmpty) {
    if (isBad) {
      return Verdict.INVALID;
    } else if (!isEmpty) {
      return Verdict.VALID;
    }
    return kind == TxnKind.RW_REGISTER ? Verdict.INVALID : Verdict.UNKNOWN;
  }

  /** The names that say only that a cycle exists, if the other names rule out as much. */
  static List<String> needless(Collection<String> names) {
    Set<String> ruledOut =
        ConsistencyModels.ruledOutBy(
            names.stream().filter(name -> !name.endsWith(Anomalies.CYCLE_EXISTS)).toList());
    return AcyclicLevel.ALL.stream()
        .filter(level -> ruledOut.contains(level.model()))
        .map(AcyclicLevel::anomaly)
        .toList();
  }

  /** The order in time that some of these models require. */
  static TimeOrder timeOrder(Set<String> models) {
    Set<String> forbidden = ConsistencyModels.forbiddenBy(models);
    if (hasCycle(forbidden, Anomalies.REALTIME)) {
      return TimeOrder.REALTIME;
    }
    return hasCycle(forbidden, Anomalies.PROCESS) ? TimeOrder.PROCESS : TimeOrder.NONE;
  }

  private static boolean hasCycle(Set<String> names, String variant) {
    return CycleKind.ALL.stream()
        .map(CycleKind::name)
        .anyMatch(name -> name.endsWith(variant) && names.contains(name));
  }
}
