package dev.tattle.bench.check;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Checkers on histories of so many operations. One in a hundred operations on the set is a read,
 * which shows all that was added before: a history is as long as what its reads show. Of the adds
 * to the counter one in ten may have happened.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx2g"})
public class CheckerBenchmark {
  private static final int READ_EVERY = 100;

  @Param({"2000", "20000", "100000"})
  public int operations;

  private final List<Operation> set = new ArrayList<>();
  private final List<Operation> counter = new ArrayList<>();

  @Setup
  public void record() {
    List<Json> added = new ArrayList<>();
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      Json value = Json.of(i);
      if (i % READ_EVERY == READ_EVERY - 1) {
        operation(set, "read", Json.NULL, Operation.Type.OK, Json.array(List.copyOf(added)));
      } else {
        operation(set, "broadcast", value, Operation.Type.OK, value);
        added.add(value);
      }
      boolean isKnown = i % 10 != 0;
      Json delta = Json.of(i % 7);
      sum += isKnown ? i % 7 : 0;
      Operation.Type outcome = isKnown ? Operation.Type.OK : Operation.Type.INFO;
      operation(counter, "add", delta, outcome, delta);
    }
    operation(set, "read", Json.NULL, Operation.Type.OK, Json.array(List.copyOf(added)));
    operation(counter, "read", Json.NULL, Operation.Type.OK, Json.of(sum));
  }

  /** Operations come one after the other, each by a process of its own, as one may crash. */
  private static void operation(
      List<Operation> history, String f, Json asked, Operation.Type type, Json value) {
    boolean isFinal = f.equals("read");
    long process = history.size() / 2;
    for (int end = 0; end < 2; end++) {
      int index = history.size();
      Operation.Type entry = end == 0 ? Operation.Type.INVOKE : type;
      @Nullable Json error = entry == Operation.Type.INFO ? Json.of("net-timeout") : null;
      Json shown = end == 0 ? asked : value;
      history.add(
          new Operation(index, index * 1_000_000L, entry, process, f, shown, error, isFinal));
    }
  }

  @Benchmark
  public Json.Obj setFull() {
    return valid(new SetFullChecker("broadcast").check(set));
  }

  @Benchmark
  public Json.Obj counter() {
    return valid(new CounterChecker().check(counter));
  }

  private static Json.Obj valid(Findings findings) {
    if (findings.verdict() != Verdict.VALID) {
      throw new IllegalStateException("not valid: " + findings);
    }
    return findings.json();
  }
}
