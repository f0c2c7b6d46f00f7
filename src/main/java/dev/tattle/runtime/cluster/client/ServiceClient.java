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
 * Asks nodes, one after the other and again after a pause, until one has answered or the time is
 * over. What nobody may have done is tried again; what may have been done, only where repeating it
 * is safe.
 *
 * <p>Thread rule: one thread.
 */
public final class ServiceClient {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** A node gives up before, so that most answers say what is known. */
  private static final Duration ANSWER = Duration.ofSeconds(6);

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long MOST_PAUSE_MILLIS = 1_000;

  private final List<HostPort> nodes;
  private final Duration patience;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Access access;
  private final HttpClient http;

  /**
   * A client that is not connected yet.
   *
   * @param nodes in the order in which they are asked
   * @param patience how long one call may take, with all attempts
   */
  public ServiceClient(Access access, List<HostPort> nodes, Duration patience) {
    this.access = access;
    this.nodes = List.copyOf(nodes);
    this.patience = patience;
    http = access.client(CONNECT);
  }

  /** What came of one attempt. */
  private record Attempt(Optional<ServiceAnswer> answer, String problem, boolean isUnknown) {
    static Attempt failed(String problem, boolean isUnknown) {
      return new Attempt(Optional.empty(), problem, isUnknown);
    }
  }

  /**
   * Asks until there is an answer that says whether it was done.
   *
   * @throws ServiceException where there is none
   */
  public ServiceAnswer call(Call call) throws ServiceException, InterruptedException {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    long pauseMillis = FIRST_PAUSE_MILLIS;
    boolean isUnknown = false;
    String problem = "there was no time to ask";
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
      return Attempt.failed("nobody answers at " + node, false);
    } catch (SSLHandshakeException e) {
      return Attempt.failed(node + " is not trusted: " + e.getMessage(), false);
    } catch (IOException e) {
      return Attempt.failed(node + " did not answer: " + e.getMessage(), true);
    }
  }

  /** Asks one node once; empty where it does not answer. */
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
