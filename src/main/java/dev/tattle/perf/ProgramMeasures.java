package dev.tattle.perf;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures one program, figure by figure. A figure that fails does not stop the others. */
final class ProgramMeasures {
  private static final NodeId NODE = new NodeId("n1");
  private static final Json NUMBER = Json.of(Requests.NUMBER);
  private static final double MILLI_NANOS = 1e6;
  private static final double MEGABYTE = 1e6;
  private static final int STARTS_PER_MANY = 5;

  private final Program program;
  private final Limits limits;
  private final Memory memory;
  private final Consumer<String> progress;
  private final Figures figures;

  ProgramMeasures(Program program, Limits limits, Memory memory, Consumer<String> progress) {
    this.program = program;
    this.limits = limits;
    this.memory = memory;
    this.progress = progress;
    figures = new Figures(program);
  }

  /** Measures one figure, or a few of them. */
  private interface Measure {
    void take() throws IOException, PerfException, InterruptedException;
  }

  /**
   * Measures everything that the program can do.
   *
   * @param mostPerSecond the highest rate of requests on a schedule; the rate is at most half of
   *     the echo's figure
   */
  Figures take(double mostPerSecond) throws InterruptedException {
    measure("start", this::start);
    if (figures.hasStarted()) {
      measure("started at once", this::startMany);
      measure("echo", () -> echo(mostPerSecond));
    }
    if (figures.hasStarted() && !program.isCopier()) {
      measure("broadcast", this::broadcast);
      measure("g-counter", this::counter);
      measure("kafka", this::logs);
      measure("lin-kv", this::registers);
    }
    return figures;
  }

  private void measure(String name, Measure measure) throws InterruptedException {
    progress.accept("measuring " + program.name() + ": " + name);
    try {
      measure.take();
    } catch (IOException | PerfException e) {
      figures.problem(name + ": " + e.getMessage());
    }
  }

  /** The first start fills the system's caches and does not count. */
  private void start() throws IOException, PerfException, InterruptedException {
    startOnce();
    long[] nanos = new long[limits.starts()];
    long beganNanos = System.nanoTime();
    int count = 0;
    while (count == 0 || (count < nanos.length && isPatientSince(beganNanos))) {
      nanos[count++] = startOnce();
    }
    Quantiles quantiles = new Quantiles(Arrays.copyOf(nanos, count));
    figures.set(Metric.START, quantiles.at(500) / MILLI_NANOS);
    figures.set(Metric.START_P90, quantiles.at(900) / MILLI_NANOS);
    if (count < nanos.length) {
      figures.problem("start: only " + count + " starts, because they take so long");
    }
  }

  private long startOnce() throws IOException, PerfException, InterruptedException {
    try (NodeSession session = new NodeSession(program, NODE, limits.patience())) {
      return session.await(session.beginInit(List.of(NODE))).endNanos() - session.startedNanos();
    }
  }

  private void startMany() throws IOException, PerfException, InterruptedException {
    long[] nanos = new long[Math.max(1, limits.starts() / STARTS_PER_MANY)];
    long beganNanos = System.nanoTime();
    int count = 0;
    while (count == 0 || (count < nanos.length && isPatientSince(beganNanos))) {
      nanos[count++] = startManyOnce();
    }
    figures.set(
        Metric.START_MANY, new Quantiles(Arrays.copyOf(nanos, count)).at(500) / MILLI_NANOS / 1000);
  }

  private long startManyOnce() throws IOException, PerfException, InterruptedException {
    List<NodeId> names =
        IntStream.rangeClosed(1, limits.nodes()).mapToObj(i -> new NodeId("n" + i)).toList();
    List<NodeSession> sessions = new ArrayList<>();
    List<Batch> inits = new ArrayList<>();
    try {
      long beganNanos = System.nanoTime();
      for (NodeId name : names) {
        NodeSession session = new NodeSession(program, name, limits.patience());
        sessions.add(session);
        inits.add(session.beginInit(names));
      }
      long endNanos = beganNanos;
      for (int i = 0; i < inits.size(); i++) {
        endNanos = Math.max(endNanos, sessions.get(i).await(inits.get(i)).endNanos());
      }
      long[] pids = sessions.stream().flatMapToLong(s -> Arrays.stream(s.pids())).toArray();
      setMemory(Metric.MEMORY, pids, names.size());
      return endNanos - beganNanos;
    } finally {
      sessions.forEach(NodeSession::close);
    }
  }

  private boolean isPatientSince(long beganNanos) {
    return System.nanoTime() - beganNanos < limits.patience().toNanos();
  }

  private void echo(double mostPerSecond) throws IOException, PerfException, InterruptedException {
    Body echo = Body.of("echo", "echo", Json.of("Please echo " + Requests.NUMBER));
    try (NodeSession session = initialised()) {
      double perSecond = flood(session, echo, Metric.ECHO).perSecond();
      double half = Math.min(perSecond / 2, mostPerSecond);
      double most = Math.min(half * limits.steady().toNanos() / 1e9, limits.requests());
      Schedule schedule =
          new Schedule(
              (int) Math.max(1, most),
              half,
              Integer.MAX_VALUE,
              limits.steady().plus(limits.patience()));
      Batch steady = session.await(session.begin(echo, schedule));
      if (steady.count() < schedule.count()) {
        throw new PerfException("it does not keep up with half of its own pace");
      }
      Quantiles quantiles = new Quantiles(steady.latenciesNanos());
      figures.set(Metric.LATENCY_RATE, half);
      figures.set(Metric.LATENCY_P50, quantiles.at(500) / MILLI_NANOS);
      figures.set(Metric.LATENCY_P99, quantiles.at(990) / MILLI_NANOS);
      figures.set(Metric.LATENCY_P999, quantiles.at(999) / MILLI_NANOS);
    }
  }

  private void broadcast() throws IOException, PerfException, InterruptedException {
    try (NodeSession session = initialised()) {
      session.call(Body.of("topology", "topology", Json.object(NODE.name(), Json.array())));
      Batch added = flood(session, Body.of("broadcast", "message", NUMBER), Metric.BROADCAST);
      setMemory(Metric.VALUES_MEMORY, session.pids(), 1);
      long beganNanos = System.nanoTime();
      Batch read = session.call(Body.of("read"));
      int values = values(read.onlyAnswer());
      if (values != added.count()) {
        throw new PerfException(
            "it acknowledged %,d values and shows %,d".formatted(added.count(), values));
      }
      figures.set(Metric.VALUES, values);
      figures.set(Metric.VALUES_READ, (read.endNanos() - beganNanos) / MILLI_NANOS);
    }
  }

  private static int values(byte[] readOk) throws PerfException {
    try {
      if (MessageCodec.decode(readOk).body().fields().get("messages") instanceof Json.Arr values) {
        return (int) values.items().stream().distinct().count();
      }
    } catch (WireException e) {
      throw new PerfException("its read_ok is no message: " + e.getMessage());
    }
    throw new PerfException("its read_ok has no array of messages");
  }

  private void counter() throws IOException, PerfException, InterruptedException {
    Body add = Body.of("add", "delta", Json.of(1));
    try (NodeSession session = initialised()) {
      // A counter that first asks a service for its state may hold back only so many requests.
      session.call(add);
      flood(session, add, Metric.COUNTER);
    }
  }

  private void logs() throws IOException, PerfException, InterruptedException {
    try (FilledLogs logs = new FilledLogs(program, limits, false)) {
      figures.set(Metric.SENDS, logs.fill());
      setMemory(Metric.SENDS_MEMORY, logs.pids(), 1);
      figures.set(Metric.TAIL, logs.pollTailNanos() / MILLI_NANOS);
    }
    try (FilledLogs logs = new FilledLogs(program, limits, true)) {
      logs.fill();
      figures.set(Metric.CATCH_UP, logs.catchUpNanos() / MILLI_NANOS / 1000);
    }
  }

  /** Measures three nodes: each write must reach a majority. */
  private void registers() throws IOException, PerfException, InterruptedException {
    Json key = Json.of("x");
    Body write = Body.of("write", "key", key, "value", NUMBER);
    try (Group group = Group.start(program, limits)) {
      figures.set(Metric.REGISTER_WRITES, group.perSecond(write));
      figures.set(Metric.REGISTER_READS, group.perSecond(Body.of("read", "key", key)));
    }
    try (Group group = Group.start(program.durable(), limits)) {
      figures.set(Metric.DURABLE_WRITES, group.perSecond(write));
    }
  }

  private NodeSession initialised() throws IOException, PerfException, InterruptedException {
    NodeSession session = new NodeSession(program, NODE, limits.patience());
    try {
      session.await(session.beginInit(List.of(NODE)));
      return session;
    } catch (PerfException | InterruptedException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Sends requests as fast as the pipe takes them. A slow program gets fewer, and answers all of
   * those.
   */
  private Batch flood(NodeSession session, Body body, Metric metric)
      throws PerfException, InterruptedException {
    Schedule schedule = Schedule.atOnce(limits.requests(), limits.patience());
    Batch batch = session.await(session.begin(body, schedule));
    figures.set(metric, batch.perSecond());
    return batch;
  }

  private void setMemory(Metric metric, long[] pids, int nodes) {
    OptionalLong bytes = memory.pssBytes(pids);
    if (bytes.isPresent()) {
      figures.set(metric, bytes.getAsLong() / MEGABYTE / nodes);
    }
  }
}
