package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterPerfResultTest {
  private static final Map<String, String> MACHINE =
      Map.of("jdk", "Acme 17.0.1+2", "cores", "2", "os", "Linux 6 x");

  private static LoadResult load(double perSecond, int adds, int failures) {
    return new LoadResult(
        1, perSecond, adds, new Quantiles(new long[] {1_000_000, 2_500_000}), failures);
  }

  private static CounterPerfResult result() {
    CounterFigures service = new CounterFigures("1 process, always");
    service.add(CounterPerf.INCREMENTS, load(1_234.4, 1, 2));
    service.add(CounterPerf.BATCHES, load(50, 100, 0));
    service.add(CounterPerf.CALLS, load(3_000, 1, 0));
    CounterFigures empty = new CounterFigures("empty answer");
    empty.add(CounterPerf.EMPTY, load(2_000, 0, 0));
    CounterFigures etcd = new CounterFigures("etcd");
    etcd.add(CounterPerf.PUTS, load(4_000, 1, 0));
    etcd.add(CounterPerf.SWAPS, load(500, 1, 0));
    return new CounterPerfResult(
        MACHINE, 1.25, Duration.ofSeconds(3), List.of(service, empty), List.of(etcd));
  }

  @Test
  void systemsStandSideBySideAndWhatIsMissingIsADash() {
    assertThat(result().hasMeasured()).isTrue();
    assertThat(result().lines())
        .startsWith("JDK Acme 17.0.1+2, 2 cores, Linux 6 x; load average at the end 1.3", "")
        .contains(
            "| increments a second, 1 connection        |             1,234 |        2,000 |",
            "| - median (ms)                            |             1.000 |        1.000 |",
            "| - 0.99 (ms)                              |             2.500 |        2.500 |",
            "| adds a second in batches, 1 connection   |             5,000 |            – |",
            "| gRPC calls a second, 1 connection        |             3,000 |            – |",
            "| increments a second, 64 connections      |                 – |            – |")
        .endsWith("", "1 process, always: increment: 2 answers were no success");
  }

  @Test
  void systemsThatAgreeHaveATableOfTheirOwn() {
    assertThat(result().lines())
        .contains(
            "| three durable nodes that agree | etcd: put | etcd: compare-and-swap |",
            "| a second, 1 connection         |     4,000 |                    500 |",
            "| - 0.99 (ms)                    |     2.500 |                  2.500 |",
            "| a second, 64 connections       |         – |                      – |");
  }

  @Test
  void jsonHasEveryLoad() throws Exception {
    Json json = result().json();
    assertThat(JsonCodec.parse(JsonCodec.formatPretty(json))).isEqualTo(json);
    assertThat(JsonCodec.format(json))
        .contains("\"connections\":1,\"adds-per-request\":100,\"requests-per-s\":50.000");
  }

  @Test
  void callIsFramedAsGrpcDoes() {
    assertThat(GrpcLoad.message())
        .startsWith(0, 0, 0, 0, 11, 0x0a, 9)
        .endsWith("perf-grpc".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void onlyCallsThatWereAnsweredCount(@TempDir Path folder) throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "1\t200\t7\n2\t-1\t9\n3\t200\t5\n");
    assertThat(GrpcLoad.latencies(log)).containsExactly(7_000, 5_000);
    Files.writeString(log, "1\t503\t7\n");
    assertThatThrownBy(() -> GrpcLoad.latencies(log)).isInstanceOf(PerfException.class);
  }

  @Test
  void processesOfAClusterKnowEachOthersPorts() {
    List<Integer> ports = List.of(1, 2, 3, 4);
    assertThat(new ServiceSystem(Path.of("/c"), 2, "interval").command(1, ports))
        .contains("--node-id=n2", "--addr=127.0.0.1:3", "--peer-addr=127.0.0.1:4")
        .contains("--peers=127.0.0.1:2", "--cluster-size=2", "--fsync=interval");
    assertThat(new RedisSystem(Path.of("/r"), "everysec").command(0, List.of(5, 6)))
        .containsSequence("--port", "5")
        .containsSequence("--appendfsync", "everysec");
    assertThat(new EtcdSystem(Path.of("/e")).command(2, List.of(1, 2, 3, 4, 5, 6)))
        .contains("--name=n3", "--listen-client-urls=http://127.0.0.1:5")
        .contains(
            "--initial-cluster="
                + "n1=http://127.0.0.1:2,n2=http://127.0.0.1:4,n3=http://127.0.0.1:6");
  }
}
