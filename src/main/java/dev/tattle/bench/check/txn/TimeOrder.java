package dev.tattle.bench.check.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which order in time a model asks for, beside what data says.
 *
 * <p>Source: {@code elle.core/realtime-graph}, {@code elle.core/process-graph}.
 */
enum TimeOrder {
  NONE {
    @Override
    void addTo(DependencyBuilder builder, List<ObservedTxn> txns) {}
  },
  /** What a process did comes after what it had done, if both ended ok. */
  PROCESS {
    @Override
    void addTo(DependencyBuilder builder, List<ObservedTxn> txns) {
      Map<Long, ObservedTxn> last = new LinkedHashMap<>();
      for (ObservedTxn txn : txns) {
        if (txn.isOk()) {
          ObservedTxn before = last.put(txn.process(), txn);
          if (before != null) {
            builder.add(before.id(), txn.id(), Relation.PROCESS.bit());
          }
        }
      }
    }
  },
  /**
   * What began after the end of another comes after it. Of these edges only those are made that do
   * not follow from others, so there are about as many for each transaction as there are clients.
   */
  REALTIME {
    @Override
    void addTo(DependencyBuilder builder, List<ObservedTxn> txns) {
      new Realtime(builder, txns).run();
    }
  };

  abstract void addTo(DependencyBuilder builder, List<ObservedTxn> txns);

  /** Goes through the history and keeps the ends that nothing that has ended since came after. */
  private static final class Realtime {
    private static final int[] NOBODY = {};

    private final DependencyBuilder builder;
    private final List<ObservedTxn> txns;
    private final int[][] before;
    private int[] ended = NOBODY;

    Realtime(DependencyBuilder builder, List<ObservedTxn> txns) {
      this.builder = builder;
      this.txns = txns;
      before = new int[txns.size()][];
    }

    void run() {
      List<ObservedTxn> begun = new ArrayList<>(txns);
      begun.sort(Comparator.comparingLong(ObservedTxn::begin));
      int next = 0;
      for (ObservedTxn txn : txns) {
        for (; next < begun.size() && begun.get(next).begin() < txn.index(); next++) {
          begin(begun.get(next));
        }
        if (txn.isOk()) {
          end(txn);
        }
      }
    }

    private void begin(ObservedTxn txn) {
      before[txn.id()] = ended;
      if (txn.attempt().isFinished()) {
        for (int earlier : ended) {
          builder.add(earlier, txn.id(), Relation.REALTIME.bit());
        }
      }
    }

    private void end(ObservedTxn txn) {
      int[] implied = before[txn.id()];
      before[txn.id()] = NOBODY;
      int[] left = new int[ended.length + 1];
      int count = 0;
      for (int earlier : ended) {
        if (Arrays.binarySearch(implied, earlier) < 0) {
          left[count++] = earlier;
        }
      }
      left[count++] = txn.id();
      // Ids are by completion, so the list stays sorted.
      ended = Arrays.copyOf(left, count);
    }
  }
}
