package dev.tattle.perf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures the counter service, beside Redis and an answer that says nothing. */
public final class CounterPerf {
  static final String INCREMENTS = "increment";
  static final String BATCHES = "batch";
  static final String CALLS = "grpc-increment";
  static final String EMPTY = "empty-answer";
  static final List<Integer> CONNECTIONS = List.of(1, 16, 64);

  /** Additions in a batch. */
  static final int BATCH = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST_GROUP = 3;

  /** The first load of a process compiles what the others run, too. */
  private static final int FIRST = 4;

  private final Path launcher;
  private final @Nullable Path redis;
  private final @Nullable Path h2load;
  private final Duration time;

  /**
   * Nothing runs yet.
   *
   * @param launcher of the service
   * @param redis the server; null where there is none
   * @param h2load what calls gRPC; null where there is none
   * @param time of each measure; half of it comes before, and does not count
   */
  public CounterPerf(Path launcher, @Nullable Path redis, @Nullable Path h2load, Duration time) {
    this.launcher = launcher;
    this.redis = redis;
    this.h2load = h2load;
    this.time = time;
  }

  /**
   * Measures everything on this thread, one system after the other. One that fails is told of in
   * the result.
   *
   * @param progress takes a line before each system
   */
  public CounterPerfResult run(Consumer<String> progress) throws InterruptedException {
    List<CounterFigures> all = new ArrayList<>();
    CounterFigures empty = new CounterFigures("empty answer");
    for (int processes : List.of(1, LARGEST_GROUP)) {
      for (String fsync : List.of("always", "interval")) {
        CounterSystem system = CounterSystem.service(launcher, processes, fsync);
        boolean isLast = processes == 1 && fsync.equals("interval");
        all.add(measure(system, isLast ? empty : null, progress));
      }
    }
    for (String fsync : List.of("always", "everysec")) {
      if (redis == null) {
        CounterFigures none = new CounterFigures("Redis, " + fsync);
        none.problem("redis-server is not on the PATH");
        all.add(none);
      } else {
        all.add(measure(CounterSystem.redis(redis, fsync), null, progress));
      }
    }
    all.add(empty);
    return CounterPerfResult.of(all, time);
  }

  private CounterFigures measure(
      CounterSystem system, @Nullable CounterFigures empty, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("measuring " + system.name());
    CounterFigures figures = new CounterFigures(system.name());
    try (RunningSystem running = RunningSystem.start(system, PATIENCE)) {
      warmUp(running, system.increment());
      load(running, INCREMENTS, system.increment(), figures);
      if (!system.isRedis()) {
        load(running, BATCHES, LoadRequest.batch(BATCH), figures);
        if (system.processes() == 1) {
          call(running, figures);
        }
      }
      if (empty != null) {
        load(running, EMPTY, LoadRequest.empty(), empty);
      }
    } catch (IOException | PerfException e) {
      figures.problem(String.valueOf(e.getMessage()));
    }
    return figures;
  }

  private void warmUp(RunningSystem running, LoadRequest request)
      throws IOException, PerfException, InterruptedException {
    int most = CONNECTIONS.get(CONNECTIONS.size() - 1);
    try (ClosedLoop loop = new ClosedLoop(running.addresses(), most, request, PATIENCE)) {
      loop.run(time.multipliedBy(FIRST).dividedBy(2));
    }
  }

  private void load(RunningSystem running, String kind, LoadRequest request, CounterFigures figures)
      throws IOException, PerfException, InterruptedException {
    for (int connections : CONNECTIONS) {
      try (ClosedLoop loop = new ClosedLoop(running.addresses(), connections, request, PATIENCE)) {
        loop.run(time.dividedBy(2));
        figures.add(kind, loop.run(time));
      }
    }
  }

  private void call(RunningSystem running, CounterFigures figures)
      throws IOException, PerfException, InterruptedException {
    if (h2load == null) {
      figures.problem("gRPC: h2load, of nghttp2, is not on the PATH");
      return;
    }
    GrpcLoad load = new GrpcLoad(h2load, running.addresses().get(0));
    load.run(CONNECTIONS.get(CONNECTIONS.size() - 1), time); // It compiles what gRPC runs.
    for (int connections : CONNECTIONS) {
      figures.add(CALLS, load.run(connections, time));
    }
  }
}
