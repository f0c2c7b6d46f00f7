package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Json;
import dev.tattle.runtime.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes through a discovery server, with which this node registers too. Each heartbeat brings
 * the list of nodes. If the server has forgotten this node, the node registers again. If the server
 * does not answer, the node keeps its last list.
 *
 * <p>Thread rule: the event loop.
 */
public final class RegisteredPeers implements Discovery {
  private static final long FIRST_MILLIS = 200;
  private static final long MOST_MILLIS = 5_000;
  private static final long LEAST_BEAT_MILLIS = 50;
  private static final int MAX_NODES = 1_000;

  /** How many heartbeats the node sends within the time after which the server would forget it. */
  private static final int BEATS_PER_EXPIRY = 3;

  private static final int NOT_FOUND = 404;

  private final Vertx vertx;
  private final Log log;
  private final DiscoveryCalls calls;
  private final String cluster;
  private final PeerNetwork network;
  private final Backoff backoff = new Backoff(FIRST_MILLIS, MOST_MILLIS, new SplittableRandom());
  private Consumer<Set<HostPort>> found = unused -> {};
  private @Nullable String lease;
  private boolean isStopped;
  private boolean hasFailed;
  private long timer = -1;

  /**
   * Prepares a discovery. Registers nothing yet.
   *
   * @param calls sends requests to the discovery server
   * @param network this node's network, which must listen before {@link #start}
   */
  public RegisteredPeers(
      Vertx vertx, Log log, DiscoveryCalls calls, String cluster, PeerNetwork network) {
    this.vertx = vertx;
    this.log = log;
    this.cluster = cluster;
    this.network = network;
    this.calls = calls;
  }

  @Override
  public void start(Consumer<Set<HostPort>> taker) {
    found = taker;
    beat();
  }

  @Override
  public Future<Void> stop() {
    isStopped = true;
    vertx.cancelTimer(timer);
    return lease == null
        ? Future.succeededFuture()
        : calls.post("/leave", Json.object("lease", Json.of(lease))).otherwiseEmpty().mapEmpty();
  }

  private void beat() {
    if (isStopped) {
      return;
    }
    String held = lease;
    Future<DiscoveryCalls.Answer> answer =
        held == null
            ? calls.post("/register", registration())
            : calls.post("/heartbeat", Json.object("lease", Json.of(held)));
    answer.onComplete(this::onAnswer, e -> onFailure(String.valueOf(e.getMessage())));
  }

  private Json registration() {
    Hello own = network.own();
    return Json.object(
        "cluster",
        Json.of(cluster),
        "id",
        Json.of(own.id()),
        "address",
        Json.of(own.address().toString()));
  }

  private void onAnswer(DiscoveryCalls.Answer answer) {
    if (isStopped) {
      return;
    }
    if (answer.status() == NOT_FOUND && lease != null) {
      String text =
          "the discovery server at " + calls.url() + " has lost this node; registering again";
      log.event(Log.Level.INFO, "discovery-forgot", text, "url", calls.url());
      lease = null;
      beat();
      return;
    }
    Map<String, Json> fields = answer.fields();
    String given = fields.get("lease") instanceof Json.Text text ? text.value() : lease;
    if (answer.status() != 200
        || given == null
        || !(fields.get("expiry_millis") instanceof Json.Int expiry)
        || !(fields.get("nodes") instanceof Json.Arr nodes)) {
      onFailure("it answered " + answer.status());
      return;
    }
    if (lease == null) {
      String text = "registered with the discovery server at " + calls.url();
      log.event(Log.Level.INFO, "registered", text, "url", calls.url());
    }
    lease = given;
    hasFailed = false;
    backoff.reset();
    found.accept(addresses(nodes));
    long most = TimeUnit.HOURS.toMillis(1);
    long millis = expiry.value() / BEATS_PER_EXPIRY;
    beatIn(Math.max(LEAST_BEAT_MILLIS, Math.min(most, millis)));
  }

  /** Reads addresses. Leaves out those that are malformed, and cuts a list that is too long. */
  private static Set<HostPort> addresses(Json.Arr nodes) {
    Set<HostPort> addresses = new LinkedHashSet<>();
    for (Json node : nodes.items()) {
      if (addresses.size() < MAX_NODES
          && node instanceof Json.Obj object
          && object.fields().get("address") instanceof Json.Text text) {
        try {
          addresses.add(HostPort.parse(text.value()));
        } catch (IllegalArgumentException e) {
          // It is not an address, so no node can be there.
        }
      }
    }
    return addresses;
  }

  private void onFailure(String why) {
    if (isStopped) {
      return;
    }
    if (!hasFailed) {
      String text = "no discovery server answers at %s (%s); trying again, and going on without it";
      log.event(
          Log.Level.WARN,
          "no-discovery",
          text.formatted(calls.url(), why),
          "url",
          calls.url(),
          "why",
          why);
    }
    hasFailed = true;
    beatIn(backoff.nextMillis());
  }

  private void beatIn(long millis) {
    timer = vertx.setTimer(millis, unused -> beat());
  }
}
