package dev.tattle.perf;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Puts the load of {@code perf --counter} on the strong counters of any server. */
public final class NextLoad {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private NextLoad() {}

  /** The measurements. Times are in milliseconds. */
  public record Measured(double perSecond, double median, double p99, int failures) {}

  /** Clients, spread over the servers, take numbers for so long; half of it comes before. */
  public static Measured run(List<InetSocketAddress> servers, int clients, Duration time)
      throws IOException, InterruptedException {
    try (ClosedLoop loop = new ClosedLoop(servers, clients, LoadRequest.next(), PATIENCE)) {
      loop.run(time.dividedBy(2));
      LoadResult result = loop.run(time);
      return new Measured(
          result.perSecond(), result.millisAt(500), result.millisAt(990), result.failures());
    } catch (PerfException e) {
      throw new IOException(e);
    }
  }
}
