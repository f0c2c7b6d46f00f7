package dev.tattle.runtime.cluster.client;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the values of one counter. If a node is lost, it continues at the next node. It skips a
 * value that equals the one before.
 *
 * <p>Thread rule: one thread.
 */
public final class Watcher {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 500;
  private static final String DATA = "data: ";

  private final List<HostPort> nodes;
  private final Consumer<String> problems;
  private final Access access;
  private final HttpClient http;
  private @Nullable Json last;

  /**
   * Creates a watcher that does not watch yet.
   *
   * @param problems gets each problem; the watcher then tries again
   */
  public Watcher(Access access, List<HostPort> nodes, Consumer<String> problems) {
    this.access = access;
    http = access.client(CONNECT);
    this.nodes = List.copyOf(nodes);
    this.problems = problems;
  }

  /**
   * Watches until {@code values} wants no more.
   *
   * @param values gets each answer; returns true if it wants more
   * @return null if {@code values} wanted no more; else the answer that says why the counter can't
   *     be watched
   */
  public @Nullable ServiceAnswer watch(String counter, Predicate<Json.Obj> values)
      throws InterruptedException {
    while (true) {
      for (HostPort node : nodes) {
        try {
          HttpResponse<Stream<String>> response = open(node, counter);
          try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
              String body = String.join("\n", lines.toList());
              ServiceAnswer answer = new ServiceAnswer(response.statusCode(), body);
              if (response.statusCode() < 500) {
                return answer;
              }
              problems.accept(node + ": " + answer.problem());
            } else if (!follow(lines.iterator(), values)) {
              return null;
            } else {
              problems.accept(node + " ended the watch");
            }
          }
        } catch (SSLHandshakeException e) {
          problems.accept(node + " is not trusted: " + e.getMessage());
        } catch (IOException | java.io.UncheckedIOException e) {
          problems.accept("no node answers at " + node);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private HttpResponse<Stream<String>> open(HostPort node, String counter)
      throws IOException, InterruptedException {
    HttpRequest request = access.request(node, Call.counter(counter) + "/watch").build();
    return http.send(request, BodyHandlers.ofLines());
  }

  /** Passes on the values of one stream. Returns false if no more are wanted. */
  private boolean follow(Iterator<String> lines, Predicate<Json.Obj> values) {
    boolean isValue = false;
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("event: ")) {
        isValue = line.equals("event: value");
      } else if (isValue && line.startsWith(DATA) && !tell(line.substring(DATA.length()), values)) {
        return false;
      }
    }
    return true;
  }

  private boolean tell(String text, Predicate<Json.Obj> values) {
    try {
      if (JsonCodec.parse(text) instanceof Json.Obj object) {
        Json value = object.fields().getOrDefault("value", Json.NULL);
        boolean isNew = !value.equals(last);
        last = value;
        return !isNew || values.test(object);
      }
    } catch (WireException e) {
      problems.accept("a value could not be read: " + e.getMessage());
    }
    return true;
  }
}
