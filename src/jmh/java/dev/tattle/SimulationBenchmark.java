package dev.tattle;

import dev.tattle.bench.SimulatedRun;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.nodes.NodeSettings;
import dev.tattle.nodes.Nodes;
import dev.tattle.sim.Latency;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Simulated runs, each of another seed, 20 s of operations at 100 a second: how long one takes with
 * its judgement, and how many simulated seconds go into one second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-ea:dev.tattle...", "-XX:+UseSerialGC"})
public class SimulationBenchmark {
  /** The workload, how many nodes there are, and the latency between them in milliseconds. */
  @Param({
    "echo 5 10",
    "unique-ids 5 10",
    "broadcast 5 10",
    "g-set 5 10",
    "g-counter 5 10",
    "pn-counter 5 10",
    "broadcast 25 100"
  })
  public String run = "";

  private String workload = "";
  private int nodes;
  private int latencyMillis;
  private NodeFactory factory = environment -> (message, out) -> {};
  private long seed;

  /** Counted beside the runs. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Simulated {
    /** Of simulated time. */
    public double seconds;
  }

  @Setup
  public void parse() {
    String[] words = run.split(" ");
    workload = words[0];
    nodes = Integer.parseInt(words[1]);
    latencyMillis = Integer.parseInt(words[2]);
    factory = Nodes.factory(workload, NodeSettings.DEFAULT).orElseThrow();
  }

  @Benchmark
  public Json runAndJudgement(Simulated simulated) {
    TestOptions options = options(seed++);
    TestResult result = SimulatedRun.run(options, factory, line -> {});
    Results results =
        Workloads.of(workload)
            .simulationJudgement(AvailabilityChecker.TOTAL, true)
            .judge(result.history(), result.net());
    if (results.verdict() != Verdict.VALID || result.problemCount() > 0) {
      throw new IllegalStateException("not valid: " + results);
    }
    simulated.seconds += result.history().get(result.history().size() - 1).timeNanos() / 1e9;
    return results.json();
  }

  private TestOptions options(long seed) {
    List<NodeId> ids = IntStream.range(0, nodes).mapToObj(i -> new NodeId("n" + i)).toList();
    return TestOptions.builder(workload, ids)
        .ratePerSecond(100)
        .timeLimit(Duration.ofSeconds(20))
        .latency(new Latency(Latency.Distribution.CONSTANT, latencyMillis))
        .seed(seed)
        .build();
  }
}
