package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
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
 * A second of a simulated cluster in which a value is added at one of its nodes, each time at the
 * next: all messages that it causes, sent, handled and acknowledged at all nodes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-da"})
public class GossipBenchmark {
  @Param({"5", "25", "100"})
  public int nodes;

  private ClusterTester cluster = cluster(1);
  private long value;

  private static ClusterTester cluster(int nodes) {
    return new ClusterTester(1, nodes, BroadcastNode::new);
  }

  @Setup
  public void start() {
    cluster = cluster(nodes);
  }

  @Benchmark
  public int value() {
    NodeId node = cluster.ids.get((int) (value % nodes));
    cluster.request(node, Body.of("broadcast", "message", Json.of(value++)));
    cluster.run(Duration.ofSeconds(1));
    cluster.replies.clear();
    return cluster.sent;
  }
}
