package dev.tattle.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tattle.core.Message;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** Lines read and written: how long one takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC"})
public class WireBenchmark {
  /** An echo; gossip of ten runs of ten values; a read of 10,000; and a line that is not plain. */
  @Param({"echo", "gossip", "read_ok", "decimals"})
  public String line = "";

  private final JsonBuffer buffer = new JsonBuffer(1 << 16);
  private byte[] bytes = {};
  private Message message;

  @Setup
  public void read() throws WireException {
    String envelope = "{\"id\":4711,\"src\":\"c7\",\"dest\":\"n1\",\"body\":%s}";
    bytes = envelope.formatted(body(line)).getBytes(UTF_8);
    message = MessageCodec.decode(bytes);
  }

  private static String body(String line) {
    return switch (line) {
      case "echo" -> "{\"type\":\"echo\",\"msg_id\":4711,\"echo\":\"Please echo 17\"}";
      case "decimals" -> "{\"type\":\"echo\",\"msg_id\":4711,\"echo\":[1.5,\"é\"]}";
      case "read_ok" -> "{\"type\":\"read_ok\",\"in_reply_to\":1,\"messages\":[%s]}".formatted(run(10_000));
      default ->
          "{\"type\":\"gossip\",\"of\":\"broadcast\",\"life\":1,\"n\":2,\"re\":3,\"held\":4,\"deltas\":[%s]}"
              .formatted(
                  IntStream.range(0, 10)
                      .mapToObj(i -> "[\"n%d:1y2p0ij32e8e7\",20,30,[%s]]".formatted(i, run(10)))
                      .collect(Collectors.joining(",")));
    };
  }

  private static String run(int values) {
    return IntStream.range(0, values).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  @Benchmark
  public Message decode() throws WireException {
    return MessageCodec.decode(bytes);
  }

  /** What {@link #decode} would take without its short way for plain lines. */
  @Benchmark
  public Message parse() throws WireException {
    return MessageCodec.parse(bytes, 0, bytes.length);
  }

  @Benchmark
  public int encode() {
    buffer.truncate(0);
    MessageCodec.encode(message, buffer);
    return buffer.size();
  }
}
