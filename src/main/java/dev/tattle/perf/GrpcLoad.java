package dev.tattle.perf;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Sends increments over gRPC with h2load of nghttp2: each connection has {@value #STREAMS} calls
 * open at a time.
 *
 * <p>Thread rule: everything runs on the caller's thread.
 */
final class GrpcLoad {
  static final int STREAMS = 16;

  private static final String COUNTER = "perf-grpc";
  private static final String METHOD = "/tattle.v1.Counters/Increment";

  /** If h2load takes longer than this beyond its time, it hangs. */
  private static final Duration SPARE = Duration.ofSeconds(30);

  private final Path h2load;
  private final InetSocketAddress server;

  GrpcLoad(Path h2load, InetSocketAddress server) {
    this.h2load = h2load;
    this.server = server;
  }

  /**
   * Sends calls for this time, after half of it that does not count.
   *
   * @throws PerfException if h2load fails, or if the counter has not grown by as much
   */
  LoadResult run(int connections, Duration time)
      throws IOException, PerfException, InterruptedException {
    Path folder = Files.createTempDirectory("tattle-grpc");
    try {
      long before = value();
      Path log = folder.resolve("log");
      call(folder, log, connections, time);
      long[] nanos = latencies(log);
      if (value() - before < nanos.length) {
        throw new PerfException("h2load has counted calls that failed");
      }
      double perSecond = nanos.length * (double) TimeUnit.SECONDS.toNanos(1) / time.toNanos();
      return new LoadResult(connections, perSecond, 1, new Quantiles(nanos), 0);
    } finally {
      delete(folder);
    }
  }

  private void call(Path folder, Path log, int connections, Duration time)
      throws IOException, PerfException, InterruptedException {
    Path data = Files.write(folder.resolve("call"), message());
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                h2load.toString(),
                "--clients=" + connections,
                "--max-concurrent-streams=" + STREAMS,
                "--duration=" + time.toMillis() + "ms",
                "--warm-up-time=" + time.dividedBy(2).toMillis() + "ms",
                "--data-dir=" + data,
                "--header=content-type: application/grpc",
                "--header=te: trailers",
                "--log-file=" + log,
                uri(METHOD).toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      boolean hasEnded =
          process.waitFor(time.multipliedBy(2).plus(SPARE).toMillis(), TimeUnit.MILLISECONDS);
      if (!hasEnded || process.exitValue() != 0) {
        throw new PerfException("h2load failed: " + Files.readString(said).strip());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** One message in gRPC's framing: not compressed, its length, and field 1 of ChangeRequest. */
  static byte[] message() {
    byte[] name = COUNTER.getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[5 + 2 + name.length];
    message[4] = (byte) (2 + name.length);
    message[5] = 1 << 3 | 2;
    message[6] = (byte) name.length;
    System.arraycopy(name, 0, message, 7, name.length);
    return message;
  }

  /** The nanoseconds of each call. A line has its start, its status and its microseconds. */
  static long[] latencies(Path log) throws IOException, PerfException {
    try (Stream<String> lines = Files.lines(log)) {
      long[] nanos =
          lines
              .map(line -> line.split("\t", -1))
              .filter(line -> line.length >= 3 && line[1].equals("200"))
              .flatMapToLong(line -> LongStream.of(Long.parseLong(line[2])))
              .map(TimeUnit.MICROSECONDS::toNanos)
              .toArray();
      if (nanos.length == 0) {
        throw new PerfException("h2load has counted no call");
      }
      return nanos;
    }
  }

  private long value() throws IOException, PerfException, InterruptedException {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri("/counters/" + COUNTER)).timeout(SPARE).build(),
                BodyHandlers.ofByteArray());
    try {
      if (JsonCodec.parse(answer.body()) instanceof Json.Obj object
          && object.fields().get("value") instanceof Json.Int value) {
        return value.value();
      }
    } catch (WireException e) {
      // Reported below.
    }
    throw new PerfException("the counter could not be read: status " + answer.statusCode());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getPort() + path);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
