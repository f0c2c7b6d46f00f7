package dev.tattle.perf;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * The request that every client of a load repeats.
 *
 * @param text of the request, in UTF-8
 * @param format of its answers
 * @param adds the number of additions in it
 */
record LoadRequest(String text, AnswerFormat format, int adds) implements Requested {
  /** The name of the counter, and of Redis's key. */
  private static final String COUNTER = "perf";

  private static final LoadRequest INCREMENT =
      http("POST", "/counters/" + COUNTER + "/increment", "", 1);
  private static final LoadRequest NEXT = http("POST", "/counters/" + COUNTER + "/next", "", 1);
  private static final LoadRequest EMPTY = http("GET", "/healthz", "", 0);
  private static final LoadRequest READY = http("GET", "/readyz", "", 0);
  private static final LoadRequest ETCD_READY = http("GET", "/health", "", 0);
  private static final LoadRequest REDIS_INCREMENT = redis(1, "INCR", COUNTER);
  private static final LoadRequest REDIS_READY = redis(0, "PING");

  @Override
  public Dialogue dialogue() {
    byte[] bytes = bytes();
    return new Dialogue() {
      @Override
      public byte[] next() {
        return bytes;
      }

      @Override
      public int length(byte[] answer, int count) throws PerfException {
        int length = format.length(answer, count);
        if (length != MORE && length < count) {
          throw new PerfException("two answers to one request");
        }
        return length;
      }

      @Override
      public Outcome take(byte[] answer, int length) {
        return format.isSuccess(answer) ? Outcome.DONE : Outcome.FAILED;
      }
    };
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds 1 to a counter. */
  static LoadRequest increment() {
    return INCREMENT;
  }

  /** Takes the next number of a strong counter. */
  static LoadRequest next() {
    return NEXT;
  }

  /** Adds 1 to each of {@code adds} counters. */
  static LoadRequest batch(int adds) {
    Json all =
        Json.array(
            IntStream.range(0, adds)
                .mapToObj(
                    i -> Json.object("counter", Json.of(COUNTER + "-" + i), "amount", Json.of(1)))
                .toList());
    return http("POST", "/counters:batch", JsonCodec.format(Json.object("adds", all)), adds);
  }

  /** Asks for an empty answer, to show the cost of the HTTP server alone. */
  static LoadRequest empty() {
    return EMPTY;
  }

  /** Asks whether the node serves. */
  static LoadRequest ready() {
    return READY;
  }

  /** Asks whether etcd serves and has a leader. */
  static LoadRequest etcdReady() {
    return ETCD_READY;
  }

  /** Adds 1 to a key of Redis. */
  static LoadRequest redisIncrement() {
    return REDIS_INCREMENT;
  }

  /** Asks whether Redis serves. */
  static LoadRequest redisReady() {
    return REDIS_READY;
  }

  private static LoadRequest http(String method, String path, String json, int adds) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String type = json.isEmpty() ? "" : "Content-Type: application/json\r\n";
    String text =
        "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, type, body.length, json);
    return new LoadRequest(text, AnswerFormat.HTTP, adds);
  }

  private static LoadRequest redis(int adds, String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return new LoadRequest(text.toString(), AnswerFormat.REDIS, adds);
  }
}
