package dev.tattle.cli;

import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.bench.plan.Seed;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.process.OrderlyEnd;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.verdict.RunFigures;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.core.Json;
import dev.tattle.runtime.InOrder;
import dev.tattle.wire.JsonCodec;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Simulated runs, several at a time, told in the order of their seeds until one is not valid. */
final class Seeds {
  /** What stands in the results of a campaign that was ended before its time. */
  static final String INTERRUPTED = "interrupted";

  private final CommandLine command;
  private final boolean asJson;
  private final Simulation simulation;
  private final OptionsOfSeed options;
  private final ProgressLine progress;
  private final long beginNanos = System.nanoTime();
  private final Map<Verdict, Long> count = new EnumMap<>(Verdict.class);
  private final RunFigures figures = new RunFigures();
  private long simulatedNanos;
  private @Nullable Long invalidSeed;
  private boolean isInterrupted;

  /** What is run for a seed. */
  interface OptionsOfSeed {
    TestOptions of(long seed);
  }

  /** Who tells of a run that is not valid, and returns the exit status. */
  interface Teller {
    int tell(Trial trial);
  }

  /**
   * How many seeds.
   *
   * @param first the others follow it
   * @param most how many at the most
   * @param deadline none is begun after this time of {@link System#nanoTime}
   * @param threads how many run at a time
   * @param step from one seed to the next
   */
  record Extent(long first, long most, long deadline, int threads, int step) {}

  Seeds(CommandLine command, boolean asJson, Simulation simulation, OptionsOfSeed options) {
    this.command = command;
    this.asJson = asJson;
    this.simulation = simulation;
    this.options = options;
    progress = new ProgressLine(command.getErr());
  }

  Trial run(long seed) {
    return simulation.run(options.of(seed), progress::log);
  }

  private static long nanos(Trial trial) {
    List<Operation> history = trial.result().history();
    return history.isEmpty() ? 0 : history.get(history.size() - 1).timeNanos();
  }

  /** Runs them, until that end is requested, and returns the exit status. */
  int run(Extent extent, Teller teller, OrderlyEnd end) {
    LongFunction<Trial> ofIndex = i -> run(extent.first + i * extent.step);
    try (InOrder<Trial> seeds = new InOrder<>(0, extent.threads, ofIndex)) {
      for (long i = 0; i < extent.most && System.nanoTime() < extent.deadline; i++) {
        Trial trial = next(seeds, end);
        if (trial == null) {
          isInterrupted = true;
          break;
        }
        simulatedNanos += nanos(trial);
        Verdict verdict = trial.results().verdict();
        if (verdict == Verdict.INVALID) {
          progress.clear();
          invalidSeed = trial.options().seed();
          int status = teller.tell(trial);
          if (!asJson) {
            say(line(extent.first));
          }
          return status;
        }
        count.merge(verdict, 1L, Long::sum);
        figures.add(trial.results());
        progress.show(line(extent.first));
      }
    }
    progress.clear();
    tellAll(extent);
    // A shard may have no seed at all.
    boolean isValid = extent.most == 0 || count.containsKey(Verdict.VALID);
    return ExitStatus.of(isValid && !isInterrupted ? Verdict.VALID : Verdict.UNKNOWN);
  }

  /** The next run; null where the end is requested before it is done. */
  private static @Nullable Trial next(InOrder<Trial> seeds, OrderlyEnd end) {
    end.stopBy(Thread.currentThread()::interrupt);
    try {
      return seeds.take();
    } catch (InterruptedException e) {
      return null;
    } finally {
      end.stopBy(() -> {});
      // It may have come when there was nothing to wait for any more.
      boolean unused = Thread.interrupted();
    }
  }

  private void tellAll(Extent extent) {
    if (asJson) {
      say(JsonCodec.formatPretty(json(extent.first)));
      return;
    }
    figures.lines().forEach(this::say);
    say(line(extent.first));
    if (isInterrupted) {
      long done = count.values().stream().mapToLong(Long::longValue).sum();
      String of =
          extent.most == Long.MAX_VALUE
              ? Shown.counted(done, "run")
              : done + " of " + Shown.counted(extent.most, "run");
      say(Summary.line("verdict", "unknown: interrupted after " + of));
    }
  }

  /** What came of them until now, with all figures, so that it can be added to others'. */
  Map<String, Json> tally(long first) {
    Map<String, Json> fields = counts(first);
    if (invalidSeed != null) {
      fields.put("invalid-seed", Seed.json(invalidSeed));
    }
    fields.put("simulated-seconds", Json.of(Math.round(simulatedNanos / 1e9)));
    fields.put("raw", figures.raw());
    return fields;
  }

  private void say(String line) {
    command.getOut().println(line);
    command.getOut().flush();
  }

  private Json json(long first) {
    Map<String, Json> fields = counts(first);
    fields.putAll(figures.json());
    return new Json.Obj(fields);
  }

  private Map<String, Json> counts(long first) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("first-seed", Seed.json(first));
    fields.put("valid-count", Json.of(count.getOrDefault(Verdict.VALID, 0L)));
    fields.put("unknown-count", Json.of(count.getOrDefault(Verdict.UNKNOWN, 0L)));
    if (isInterrupted) {
      fields.put(INTERRUPTED, Json.of(true));
    }
    return fields;
  }

  private String line(long first) {
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    return verdicts(first)
        + String.format(
            Locale.ROOT,
            "; %.0f s simulated in %.1f s, %.0f s a second",
            simulatedNanos / 1e9,
            seconds,
            simulatedNanos / 1e9 / seconds);
  }

  /** How many seeds came before an invalid one matters only if there were any. */
  private String verdicts(long first) {
    String ended = "seed " + invalidSeed + " is invalid";
    if (count.isEmpty() && invalidSeed != null) {
      return ended;
    }
    return "%d valid, %d unknown from seed %d on"
            .formatted(
                count.getOrDefault(Verdict.VALID, 0L),
                count.getOrDefault(Verdict.UNKNOWN, 0L),
                first)
        + (invalidSeed == null ? "" : ", then " + ended);
  }
}
