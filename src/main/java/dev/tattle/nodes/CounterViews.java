package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.counters.CounterStore;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows people what each node shows of a counter. A request {@code views {counter}} asks all other
 * nodes. It is answered once all have answered, or after {@link #PATIENCE} with what has come:
 *
 * <pre>
 * counters_view    {number, counter}                            → what do you show?
 * counters_view_ok {number, value, exists, versions, relay, away} ← this
 * views_ok         {views: {node: {value, exists, behind, relay, away}}}
 * </pre>
 *
 * <p>{@code behind} is the number of statements, of all counters, that a node did not show and
 * another one did. At most {@value #MOST} requests wait; one more is refused. Nothing here changes
 * a counter.
 */
final class CounterViews {
  static final String VIEW = "counters_view";
  static final String VIEW_OK = "counters_view_ok";

  /** How long a request waits for other nodes. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  static final int MOST = 32;

  private static final String NUMBER = "number";

  private record View(Json value, Json exists, VersionVector versions, Json relay, Json away) {}

  private record Round(Message request, int asked, long deadlineNanos, Map<NodeId, View> views) {}

  private final Environment environment;
  private final CounterStore store;
  private final CounterRequests requests;
  private final CounterPulls pulls;
  private final Gossip gossip;
  private final Map<Long, Round> rounds = new LinkedHashMap<>();
  private long number;

  CounterViews(
      Environment environment,
      CounterStore store,
      CounterRequests requests,
      CounterPulls pulls,
      Gossip gossip) {
    this.environment = environment;
    this.store = store;
    this.requests = requests;
    this.pulls = pulls;
    this.gossip = gossip;
  }

  static boolean isView(String type) {
    return type.equals(VIEW) || type.equals(VIEW_OK);
  }

  /** The node's status, with counts of comparisons and pulls. */
  Body status(int watchers, int held) {
    return requests
        .status(watchers, held, pulls)
        .with("compared_sent", Json.of(gossip.comparisonsSent()))
        .with("compared_received", Json.of(gossip.comparisonsReceived()))
        .with("pulls_sent", Json.of(pulls.sent()))
        .with("pulls_received", Json.of(pulls.received()));
  }

  void onMessage(Message message, Outbox out) {
    switch (message.body().type()) {
      case "views" -> ask(message, out);
      case VIEW -> out.send(message.src(), answer(message.body()));
      default -> take(message, out);
    }
  }

  private void ask(Message request, Outbox out) {
    Body own = view(request.body());
    if (rounds.size() >= MOST) {
      throw CounterRequests.unavailable(MOST + " requests for views wait already");
    }
    number++;
    Json counter = request.body().json(CounterRequests.COUNTER);
    Body question = Body.of(VIEW, NUMBER, Json.of(number), CounterRequests.COUNTER, counter);
    pulls.others().forEach(other -> out.send(other, question));
    long deadline = environment.nowNanos() + PATIENCE.toNanos();
    Round round = new Round(request, pulls.others().size() + 1, deadline, new TreeMap<>());
    rounds.put(number, round);
    round.views.put(environment.self(), read(own));
    if (!finish(number, round, out) && rounds.size() == 1) {
      out.setTimer(CounterTimer.VIEWS, PATIENCE);
    }
  }

  private Body answer(Body question) {
    return view(question).with(NUMBER, Json.of(question.integer(NUMBER)));
  }

  /** What this node shows of a counter, its relay, and the peers that it suspects. */
  private Body view(Body question) {
    Body found = requests.viewed(question);
    List<Json> away = new ArrayList<>();
    gossip.away(environment.nowNanos()).forEach(peer -> away.add(Json.of(peer)));
    return Body.of(
        VIEW_OK,
        "value",
        found.json("value"),
        "exists",
        found.json("exists"),
        "versions",
        store.shown().toJson(),
        "relay",
        Json.of(gossip.relay()),
        "away",
        Json.array(away));
  }

  private void take(Message message, Outbox out) {
    long asked = message.body().integer(NUMBER);
    Round round = rounds.get(asked);
    if (round != null && pulls.others().contains(message.src())) {
      round.views.putIfAbsent(message.src(), read(message.body()));
      finish(asked, round, out);
    }
  }

  /** Reads a node's view, and passes on nothing that was not asked for. */
  private View read(Body body) {
    List<Json> away = new ArrayList<>();
    for (Json peer : body.array("away")) {
      if (peer instanceof Json.Text name && away.size() < pulls.others().size()) {
        away.add(name);
      }
    }
    return new View(
        Json.of(body.bigInteger("value")),
        Json.of(body.bool("exists")),
        GossipBodies.versions("versions", body),
        Json.of(body.text("relay")),
        Json.array(away));
  }

  private boolean finish(long asked, Round round, Outbox out) {
    boolean isWhole = round.views.size() >= round.asked;
    if (isWhole) {
      rounds.remove(asked);
      tell(round, out);
      if (rounds.isEmpty()) {
        out.cancelTimer(CounterTimer.VIEWS);
      }
    }
    return isWhole;
  }

  /** Answers the requests that are due, without the nodes that have not answered. */
  void onTimer(Outbox out) {
    long nowNanos = environment.nowNanos();
    for (Iterator<Round> all = rounds.values().iterator(); all.hasNext(); ) {
      Round round = all.next();
      long leftNanos = round.deadlineNanos - nowNanos;
      if (leftNanos > 0) {
        out.setTimer(CounterTimer.VIEWS, Duration.ofNanos(leftNanos));
        return;
      }
      all.remove();
      tell(round, out);
    }
  }

  /** Answers all requests now. */
  void onStop(Outbox out) {
    rounds.values().forEach(round -> tell(round, out));
    rounds.clear();
  }

  private void tell(Round round, Outbox out) {
    VersionVector all = VersionVector.EMPTY;
    for (View view : round.views.values()) {
      all = all.join(view.versions);
    }
    Map<String, Json> views = new LinkedHashMap<>();
    for (Map.Entry<NodeId, View> each : round.views.entrySet()) {
      View view = each.getValue();
      Json behind = Json.of(behind(view.versions, store.open(all)));
      views.put(
          each.getKey().name(),
          Json.object(
              "value",
              view.value,
              "exists",
              view.exists,
              "behind",
              behind,
              "relay",
              view.relay,
              "away",
              view.away));
    }
    out.reply(round.request, Body.of("views_ok", "views", new Json.Obj(views)));
  }

  private static long behind(VersionVector versions, VersionVector all) {
    long behind = 0;
    for (Map.Entry<ReplicaId, Long> each : all.versions().entrySet()) {
      behind += Math.max(0, each.getValue() - versions.get(each.getKey()));
    }
    return behind;
  }
}
