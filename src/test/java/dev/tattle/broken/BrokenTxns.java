package dev.tattle.broken;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@link SlowTxns} with one fault each. */
final class BrokenTxns {
  private BrokenTxns() {}

  /** Carries out each micro-operation on its own. */
  static final class Interleaves extends SlowTxns {
    Interleaves(Environment environment, boolean areRegisters) {
      super(environment, areRegisters);
    }

    @Override
    End step(Run run) {
      apply(run, run.operations.get(run.steps));
      return run.steps + 1 < run.operations.size() ? End.GOES_ON : End.DONE;
    }
  }

  /** Aborts some transactions after they have happened. */
  static final class AbortsTooLate extends SlowTxns {
    AbortsTooLate(Environment environment, boolean areRegisters) {
      super(environment, areRegisters);
    }

    @Override
    End step(Run run) {
      super.step(run);
      return happens(10) ? End.ABORTED : End.DONE;
    }
  }

  /** Lets one writer run after the other, but transactions that only read do not wait. */
  static final class ReadsBetweenWrites extends SlowTxns {
    private @Nullable Run writer;
    private int done;

    ReadsBetweenWrites(Environment environment) {
      super(environment, false);
    }

    @Override
    End step(Run run) {
      if (run.isReadOnly()) {
        return super.step(run);
      }
      if (writer == null) {
        writer = run;
        done = 0;
      }
      if (!run.equals(writer)) {
        return End.GOES_ON;
      }
      apply(run, run.operations.get(done++));
      if (done < run.operations.size()) {
        return End.GOES_ON;
      }
      writer = null;
      return End.DONE;
    }
  }

  /** Writes first, and later reads the keys that it has not written. */
  static final class ReadsAfterWrites extends SlowTxns {
    private final Map<Run, Map<Integer, Json>> early = new LinkedHashMap<>();

    ReadsAfterWrites(Environment environment, boolean areRegisters) {
      super(environment, areRegisters);
    }

    private static boolean writes(Run run, Json key) {
      return run.operations.stream().anyMatch(one -> !one.isRead() && one.key().equals(key));
    }

    @Override
    End step(Run run) {
      Map<Integer, Json> results = early.computeIfAbsent(run, first -> new LinkedHashMap<>());
      for (int i = 0; i < run.operations.size(); i++) {
        Micro one = run.operations.get(i);
        if (run.steps == 0 && !one.isRead()) {
          write(run, one);
          results.put(i, one.value());
        } else if (one.isRead() && (run.steps == 0) == writes(run, one.key())) {
          results.put(i, shown(list(one.key())));
        }
      }
      if (run.steps == 0) {
        return End.GOES_ON;
      }
      for (int i = 0; i < run.operations.size(); i++) {
        run.results.add(results.getOrDefault(i, Json.NULL));
      }
      return End.DONE;
    }
  }

  /** Writes registers first, and later reads what others have written in the meantime. */
  static final class BackDatesWrites extends SlowTxns {
    BackDatesWrites(Environment environment) {
      super(environment, true);
    }

    @Override
    End step(Run run) {
      if (run.steps == 0) {
        run.operations.stream().filter(one -> !one.isRead()).forEach(one -> write(run, one));
        return End.GOES_ON;
      }
      Map<Json, Json> own = new LinkedHashMap<>();
      for (Micro one : run.operations) {
        List<Element> others =
            list(one.key()).stream().filter(element -> !element.writer().equals(run)).toList();
        run.results.add(one.isRead() ? own.getOrDefault(one.key(), shown(others)) : one.value());
        if (!one.isRead()) {
          own.put(one.key(), one.value());
        }
      }
      return End.DONE;
    }
  }

  /** Reads one key after the other in transactions that only read. */
  static final class ReadsOneByOne extends SlowTxns {
    private final Map<Run, Map<Json, Json>> seen = new LinkedHashMap<>();

    ReadsOneByOne(Environment environment) {
      super(environment, false);
    }

    @Override
    End step(Run run) {
      if (!run.isReadOnly()) {
        return super.step(run);
      }
      Json key = run.operations.get(run.steps).key();
      run.results.add(
          seen.computeIfAbsent(run, first -> new LinkedHashMap<>())
              .computeIfAbsent(key, first -> shown(list(key))));
      return run.steps + 1 < run.operations.size() ? End.GOES_ON : End.DONE;
    }
  }

  /** Reads from a snapshot. Of two writers of a key, at most the first wins. */
  static final class Snapshots extends SlowTxns {
    private final boolean firstWins;
    private final Map<Run, Map<Json, List<Element>>> snapshots = new LinkedHashMap<>();

    Snapshots(Environment environment, boolean areRegisters, boolean firstWins) {
      super(environment, areRegisters);
      this.firstWins = firstWins;
    }

    @Override
    End step(Run run) {
      if (run.steps == 0) {
        Map<Json, List<Element>> snapshot = new LinkedHashMap<>();
        run.operations.forEach(one -> snapshot.put(one.key(), new ArrayList<>(list(one.key()))));
        snapshots.put(run, snapshot);
        return End.GOES_ON;
      }
      Map<Json, List<Element>> snapshot = snapshots.get(run);
      for (Micro one : run.operations) {
        boolean isStale = list(one.key()).size() != snapshot.get(one.key()).size();
        if (!one.isRead() && isStale && firstWins) {
          return End.ABORTED;
        }
      }
      for (Micro one : run.operations) {
        if (!one.isRead()) {
          snapshot.get(one.key()).add(new Element(one.value(), run, environment.nowNanos()));
        }
        run.results.add(one.isRead() ? shown(snapshot.get(one.key())) : one.value());
      }
      run.operations.stream().filter(one -> !one.isRead()).forEach(one -> write(run, one));
      return End.DONE;
    }
  }

  /** Hides a transaction's own writes from it. */
  static final class ForgetsItsWrites extends SlowTxns {
    ForgetsItsWrites(Environment environment) {
      super(environment, false);
    }

    @Override
    List<Element> visible(Run run, List<Element> elements) {
      return elements.stream().filter(element -> !element.writer().equals(run)).toList();
    }
  }

  /** Shows a transaction its own writes before it has made them. */
  static final class SeesTheFuture extends SlowTxns {
    SeesTheFuture(Environment environment) {
      super(environment, false);
    }

    @Override
    End step(Run run) {
      run.operations.stream().filter(one -> !one.isRead()).forEach(one -> write(run, one));
      for (Micro one : run.operations) {
        run.results.add(one.isRead() ? shown(list(one.key())) : one.value());
      }
      return End.DONE;
    }
  }

  /** Appends some elements twice. */
  static final class AppendsTwice extends SlowTxns {
    AppendsTwice(Environment environment) {
      super(environment, false);
    }

    @Override
    void write(Run run, Micro one) {
      super.write(run, one);
      if (happens(5)) {
        super.write(run, one);
      }
    }
  }

  /** Shows every other client the last two elements in reverse order. */
  static final class OrdersTwice extends SlowTxns {
    OrdersTwice(Environment environment) {
      super(environment, false);
    }

    @Override
    List<Element> visible(Run run, List<Element> elements) {
      boolean isRight = !run.isReadOnly() || run.request.src().name().hashCode() % 2 == 0;
      if (elements.size() < 2 || isRight) {
        return elements;
      }
      List<Element> swapped = new ArrayList<>(elements);
      swapped.add(swapped.size() - 2, swapped.remove(swapped.size() - 1));
      return swapped;
    }
  }

  /** Shows transactions that only read the state of a tenth of a second ago. */
  static final class ReadsThePast extends SlowTxns {
    private static final long AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    ReadsThePast(Environment environment) {
      super(environment, false);
    }

    @Override
    List<Element> visible(Run run, List<Element> elements) {
      long latest = environment.nowNanos() - AGE_NANOS;
      return run.isReadOnly()
          ? elements.stream().filter(element -> element.nanos() <= latest).toList()
          : elements;
    }
  }

  /**
   * Shows each half of the clients the other half's writes later. Two clients may disagree about
   * which write came first.
   */
  static final class Forks extends SlowTxns {
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    Forks(Environment environment) {
      super(environment, false);
    }

    private static int half(Run run) {
      return run.request.src().name().hashCode() & 1;
    }

    @Override
    List<Element> visible(Run run, List<Element> elements) {
      long latest = environment.nowNanos() - DELAY_NANOS;
      int end = 0;
      while (end < elements.size()
          && (!run.isReadOnly()
              || half(run) == half(elements.get(end).writer())
              || elements.get(end).nanos() <= latest)) {
        end++;
      }
      return elements.subList(0, end);
    }
  }

  /** Accepts all writes and shows none. */
  static final class ShowsNothing extends SlowTxns {
    ShowsNothing(Environment environment) {
      super(environment, true);
    }

    @Override
    List<Element> visible(Run run, List<Element> elements) {
      return List.of();
    }
  }

  /** Shows a transaction's writes one key after the other. */
  static final class WritesOneByOne extends SlowTxns {
    private final Map<Run, Map<Json, Json>> writes = new LinkedHashMap<>();

    WritesOneByOne(Environment environment) {
      super(environment, true);
    }

    @Override
    End step(Run run) {
      Map<Json, Json> own = writes.computeIfAbsent(run, first -> new LinkedHashMap<>());
      if (run.steps == 0) {
        for (Micro one : run.operations) {
          Json before = own.getOrDefault(one.key(), shown(list(one.key())));
          run.results.add(one.isRead() ? before : one.value());
          if (!one.isRead()) {
            own.put(one.key(), one.value());
          }
        }
      } else {
        Json key = own.keySet().iterator().next();
        write(run, new Micro("w", key, own.remove(key)));
      }
      return own.isEmpty() ? End.DONE : End.GOES_ON;
    }
  }
}
