package dev.tattle.perf;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures the counter service, and for comparison Redis, etcd, and an empty answer over HTTP. */
public final class CounterPerf {
  static final String INCREMENTS = "increment";
  static final String BATCHES = "batch";
  static final String CALLS = "grpc-increment";
  static final String EMPTY = "empty-answer";
  static final String NEXT = "next";
  static final String PUTS = "put";
  static final String SWAPS = "compare-and-swap";
  static final String AT_LEADER = " at leader";
  static final List<Integer> CONNECTIONS = List.of(1, 16, 64);

  /** The number of additions in a batch. */
  static final int BATCH = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST_GROUP = 3;

  /**
   * The first load of a process also compiles what the others run. So it takes this many times as
   * long as a measurement, for each of the processes, which share the processors.
   */
  private static final int FIRST = 2;

  private final Path launcher;
  private final @Nullable Path redis;
  private final @Nullable Path etcd;
  private final @Nullable Path h2load;
  private final Duration time;

  /**
   * Makes a measurement that has not started.
   *
   * @param launcher of the service
   * @param redis the server; null if there is none
   * @param etcd the server; null if there is none
   * @param h2load the program that calls gRPC; null if there is none
   * @param time of each measurement, after half of it that does not count
   */
  public CounterPerf(
      Path launcher,
      @Nullable Path redis,
      @Nullable Path etcd,
      @Nullable Path h2load,
      Duration time) {
    this.launcher = launcher;
    this.redis = redis;
    this.etcd = etcd;
    this.h2load = h2load;
    this.time = time;
  }

  /**
   * Measures everything on this thread, one system after the other. The result says which failed.
   *
   * @param progress takes a line before each system
   */
  public CounterPerfResult run(Consumer<String> progress) throws InterruptedException {
    List<CounterFigures> all = new ArrayList<>();
    CounterFigures empty = new CounterFigures("empty answer");
    for (int processes : List.of(1, LARGEST_GROUP)) {
      for (String fsync : List.of("always", "interval")) {
        CounterSystem system = new ServiceSystem(launcher, processes, fsync);
        boolean isLast = processes == 1 && fsync.equals("interval");
        all.add(measure(system, isLast ? empty : null, progress));
      }
    }
    for (String fsync : List.of("always", "everysec")) {
      all.add(
          redis == null
              ? missing(RedisSystem.name(fsync), "redis-server")
              : measure(new RedisSystem(redis, fsync), null, progress));
    }
    all.add(empty);
    return CounterPerfResult.of(all, strong(progress), time);
  }

  private List<CounterFigures> strong(Consumer<String> progress) throws InterruptedException {
    return List.of(
        measure(new StrongSystem(launcher), null, progress),
        etcd == null
            ? missing(EtcdSystem.NAME, "etcd")
            : measure(new EtcdSystem(etcd), null, progress));
  }

  private static CounterFigures missing(String name, String program) {
    CounterFigures none = new CounterFigures(name);
    none.problem(program + " is not on the PATH");
    return none;
  }

  private CounterFigures measure(
      CounterSystem system, @Nullable CounterFigures empty, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("measuring " + system.name());
    CounterFigures figures = new CounterFigures(system.name());
    try (RunningSystem running = RunningSystem.start(system, PATIENCE)) {
      List<InetSocketAddress> all = running.addresses();
      Requested first = system.loads().values().iterator().next();
      warmUp(all, first);
      load(all, system.loads(), figures);
      if (!system.loadsOfLeader().isEmpty()) {
        load(List.of(fastest(all, first)), system.loadsOfLeader(), figures);
      }
      if (system instanceof ServiceSystem && system.processes() == 1) {
        call(running, figures);
      }
      if (empty != null) {
        load(all, Map.of(EMPTY, LoadRequest.empty()), empty);
      }
    } catch (IOException | PerfException e) {
      figures.problem(String.valueOf(e.getMessage()));
    }
    return figures;
  }

  private void warmUp(List<InetSocketAddress> servers, Requested request)
      throws IOException, PerfException, InterruptedException {
    int most = CONNECTIONS.get(CONNECTIONS.size() - 1);
    try (ClosedLoop loop = new ClosedLoop(servers, most, request, PATIENCE)) {
      loop.run(time.multipliedBy((long) FIRST * servers.size()));
    }
  }

  private InetSocketAddress fastest(List<InetSocketAddress> servers, Requested request)
      throws IOException, PerfException, InterruptedException {
    InetSocketAddress fastest = servers.get(0);
    double most = 0;
    for (InetSocketAddress server : servers) {
      try (ClosedLoop loop =
          new ClosedLoop(List.of(server), CONNECTIONS.get(1), request, PATIENCE)) {
        double perSecond = loop.run(time.dividedBy(3)).perSecond();
        fastest = perSecond > most ? server : fastest;
        most = Math.max(most, perSecond);
      }
    }
    return fastest;
  }

  private void load(
      List<InetSocketAddress> servers, Map<String, Requested> loads, CounterFigures figures)
      throws IOException, PerfException, InterruptedException {
    for (Map.Entry<String, Requested> load : loads.entrySet()) {
      for (int connections : CONNECTIONS) {
        try (ClosedLoop loop = new ClosedLoop(servers, connections, load.getValue(), PATIENCE)) {
          loop.run(time.dividedBy(2));
          figures.add(load.getKey(), loop.run(time));
        }
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
