package dev.tattle.runtime.cluster.client;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLHandshakeException;

/**
 * Calls nodes one after the other, and again after a pause, until one answers or the time is over.
 * It repeats a call that no node can have done. It repeats a call that a node may have done only if
 * repeating is safe.
 *
 * <p>Thread rule: one thread.
 */
public final class ServiceClient {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** Longer than a node's own time limit, so that most answers say whether the call was done. */
  private static final Duration ANSWER = Duration.ofSeconds(6);

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long MOST_PAUSE_MILLIS = 1_000;

  private final List<HostPort> nodes;
  private final Duration patience;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Access access;
  private final HttpClient http;

  /**
   * Creates a client that is not connected yet.
   *
   * @param nodes the nodes, in the order in which they are called
   * @param patience how long one call may take in all its attempts
   */
  public ServiceClient(Access access, List<HostPort> nodes, Duration patience) {
    this.access = access;
    this.nodes = List.copyOf(nodes);
    this.patience = patience;
    http = access.client(CONNECT);
  }

  /** The result of one attempt. */
  private record Attempt(Optional<ServiceAnswer> answer, String problem, boolean isUnknown) {
    static Attempt failed(String problem, boolean isUnknown) {
      return new Attempt(Optional.empty(), problem, isUnknown);
    }
  }

  /**
   * Calls nodes until one answers whether the call was done.
   *
   * @throws ServiceException if there is no such answer
   */
  public ServiceAnswer call(Call call) throws ServiceException, InterruptedException {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    long pauseMillis = FIRST_PAUSE_MILLIS;
    boolean isUnknown = false;
    String problem = "the time was over before the first attempt";
    while (true) {
      for (HostPort node : nodes) {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        if (left.toMillis() <= 0) {
          throw new ServiceException(problem, isUnknown);
        }
        Attempt attempt = attempt(node, call, left.compareTo(ANSWER) < 0 ? left : ANSWER);
        if (attempt.answer.isPresent()) {
          return attempt.answer.get();
        }
        problem = attempt.problem;
        isUnknown |= attempt.isUnknown;
        if (isUnknown && !call.isRepeatable()) {
          throw new ServiceException(problem, true);
        }
      }
      TimeUnit.MILLISECONDS.sleep(pauseMillis - random.nextLong(pauseMillis / 2));
      pauseMillis = Math.min(MOST_PAUSE_MILLIS, 2 * pauseMillis);
    }
  }

  private Attempt attempt(HostPort node, Call call, Duration timeout) throws InterruptedException {
    try {
      ServiceAnswer answer = send(node, call, timeout);
      return answer.isUnavailable() || answer.isUnknown()
          ? Attempt.failed(node + ": " + answer.problem(), answer.isUnknown())
          : new Attempt(Optional.of(answer), "", false);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return Attempt.failed("no node answers at " + node, false);
    } catch (SSLHandshakeException e) {
      return Attempt.failed(node + " is not trusted: " + e.getMessage(), false);
    } catch (IOException e) {
      return Attempt.failed(node + " did not answer: " + e.getMessage(), true);
    }
  }

  /** Calls one node once. Returns empty if it does not answer. */
  public static Optional<ServiceAnswer> ask(HostPort node, Call call, Duration timeout)
      throws InterruptedException {
    ServiceClient client = new ServiceClient(Access.PLAIN, List.of(node), timeout);
    try {
      return Optional.of(client.send(node, call, timeout));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private ServiceAnswer send(HostPort node, Call call, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = access.request(node, call.path()).timeout(timeout);
    call.headers().forEach(request::header);
    Json body = call.body();
    request.method(
        call.method(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JsonCodec.format(body)));
    var response = http.send(request.build(), BodyHandlers.ofString());
    return new ServiceAnswer(response.statusCode(), response.body());
  }
}
