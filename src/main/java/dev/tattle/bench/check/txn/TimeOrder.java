package dev.tattle.bench.check.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The order in time that a model requires beyond the order of data.
 *
 * <p>Source: {@code elle.core/realtime-graph}, {@code elle.core/process-graph}.
 */
enum TimeOrder {
  NONE {
    @Override
    void addTo(DependencyBuilder builder, List<ObservedTxn> txns) {}
  },
  /** A transaction comes after the earlier ones of its process, if both ended ok. */
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
   * A transaction comes after all that had ended before it began. Edges that follow from others are
   * left out, so each transaction has about as many edges as there are clients.
   */
  REALTIME {
    @Override
    void addTo(DependencyBuilder builder, List<ObservedTxn> txns) {
      forEachInRealtime(
          txns, (from, to) -> builder.add(from.id(), to.id(), Relation.REALTIME.bit()));
    }
  };

  /**
   * Calls the consumer for each pair in which the first had ended ok before the second began,
   * except for pairs that follow from others.
   *
   * @param txns in the order of their completions
   */
  static void forEachInRealtime(
      List<ObservedTxn> txns, BiConsumer<ObservedTxn, ObservedTxn> pairs) {
    new Realtime(txns, pairs).run();
  }

  abstract void addTo(DependencyBuilder builder, List<ObservedTxn> txns);

  /**
   * Goes through the history. It keeps the ended transactions that come before no other ended one.
   */
  private static final class Realtime {
    private static final int[] NOBODY = {};

    private final List<ObservedTxn> txns;
    private final BiConsumer<ObservedTxn, ObservedTxn> pairs;

    /** For each transaction, places in the list of those that had ended when it began. */
    private final int[][] before;

    private int[] ended = NOBODY;

    Realtime(List<ObservedTxn> txns, BiConsumer<ObservedTxn, ObservedTxn> pairs) {
      this.txns = txns;
      this.pairs = pairs;
      before = new int[txns.size()][];
    }

    void run() {
      List<Integer> begun = new ArrayList<>();
      for (int place = 0; place < txns.size(); place++) {
        begun.add(place);
      }
      begun.sort(Comparator.comparingLong(place -> txns.get(place).begin()));
      int next = 0;
      for (int place = 0; place < txns.size(); place++) {
        long end = txns.get(place).index();
        for (; next < begun.size() && txns.get(begun.get(next)).begin() < end; next++) {
          begin(begun.get(next));
        }
        if (txns.get(place).isOk()) {
          end(place);
        }
      }
    }

    private void begin(int place) {
      before[place] = ended;
      if (txns.get(place).attempt().isFinished()) {
        for (int earlier : ended) {
          pairs.accept(txns.get(earlier), txns.get(place));
        }
      }
    }

    private void end(int place) {
      int[] implied = before[place];
      before[place] = NOBODY;
      int[] left = new int[ended.length + 1];
      int count = 0;
      for (int earlier : ended) {
        if (Arrays.binarySearch(implied, earlier) < 0) {
          left[count++] = earlier;
        }
      }
      left[count++] = place;
      // Places are by completion, so the list stays sorted.
      ended = Arrays.copyOf(left, count);
    }
  }
}
