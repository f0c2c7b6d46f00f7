package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.Findings;
import dev.tattle.bench.history.Operation;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
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

/**
 * The checker of transactions on histories of ten clients, of up to four steps each: of a right
 * database and of one that keeps transactions apart badly, so that many depend on each other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
public class TxnBenchmark {
  private static final int CLIENTS = 10;
  private static final int KEYS = 10;
  private static final int MAX_LENGTH = 4;

  @Param({"10000", "100000"})
  public int transactions;

  @Param({"16", "256"})
  public int maxWritesPerKey;

  @Param public TxnKind kind;
  @Param public ToyDatabase.Isolation isolation;

  private List<Operation> history = List.of();

  @Setup
  public void run() {
    history =
        new ToyDatabase(kind, isolation, new SplittableRandom(7), KEYS, maxWritesPerKey)
            .run(transactions, CLIENTS, MAX_LENGTH);
  }

  @Benchmark
  public Findings strictSerializable() {
    return new TxnChecker(kind, Set.of(ConsistencyModels.DEFAULT)).check(history);
  }
}
