package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A set of so many values: filled, sent to somebody who has none of them, and read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx2g"})
public class StoreBenchmark {
  @Param({"10000", "100000", "1000000"})
  public int values;

  private ElementLog full = new ElementLog(new ReplicaId("a"));

  @Setup
  public void fillOnce() {
    full = add();
  }

  @Benchmark
  public ElementLog add() {
    ElementLog log = new ElementLog(new ReplicaId("a"));
    for (int i = 0; i < values; i++) {
      log.add(Json.of(i));
    }
    return log;
  }

  @Benchmark
  public ElementLog sendAndJoin() {
    ElementLog empty = new ElementLog(new ReplicaId("b"));
    while (full.exceeds(empty.versions())) {
      full.since(empty.versions(), Gossip.MAX_BATCH_BYTES).forEach(empty::join);
    }
    return empty;
  }

  @Benchmark
  public List<Json> read() {
    return full.elements();
  }
}
