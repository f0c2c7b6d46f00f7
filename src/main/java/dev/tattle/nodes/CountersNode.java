package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import dev.tattle.counters.CounterLimits;
import dev.tattle.counters.CounterStore;
import dev.tattle.counters.Counters;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.DeltaRecords;
import dev.tattle.gossip.Gossip;
import dev.tattle.gossip.GossipBodies;
import dev.tattle.gossip.GossipDefaults;
import dev.tattle.gossip.GossipSettings;
import dev.tattle.gossip.GossipTimer;
import java.time.Duration;
import java.util.List;

/**
 * Serves named counters: {@code add}, {@code add_all}, {@code read}, {@code delete}, {@code list},
 * {@code watch}; {@link CounterRequests} has their fields. An add counts here at once. Other nodes
 * get it by gossip (deltas, and a digest now and then) and by pulls ({@link CounterPulls}).
 *
 * <p><b>Who adds.</b> A node that starts from its disk goes on as the same replica once it has all
 * that the members know of it. Until then it holds writes, for at most {@link
 * CounterReads#PATIENCE}. Then it goes on as a new replica, so that no number that its disk may
 * have lost is used twice.
 *
 * <p><b>What waits</b> ({@link WaitingRequests}): majority reads, requests whose token has seen
 * more than this node, and watches.
 */
public final class CountersNode implements Node {
  static final String KIND = "counters";

  private static final Duration CARE = Duration.ofSeconds(1);

  /**
   * Each later member waits this much longer to delete what has expired, so that mostly one does.
   */
  private static final long EXPIRY_RANK_MILLIS = 500;

  private final Environment environment;
  private final DeltaRecords records;
  private final CounterStore store;
  private final Counters counters;
  private final Gossip gossip;
  private final CounterPulls pulls;
  private final CounterRequests requests;
  private final CounterReads reads;
  private final CounterViews views;
  private final CounterWatches watches;
  private final WaitingRequests<String> writes;

  // Whether writes can be taken; and whether a majority was heard since the start.
  private boolean isWriting;
  private boolean hasWritten;
  private boolean hasCaughtUp;
  private boolean isLeaving;

  public CountersNode(Environment environment) {
    this(environment, LatencyBudget.DEFAULT, CounterLimits.DEFAULT);
  }

  public CountersNode(Environment environment, LatencyBudget budget, CounterLimits limits) {
    this.environment = environment;
    records = new DeltaRecords(environment, KIND);
    store = new CounterStore(records.self(), limits);
    store.time(nowMillis());
    counters = new Counters(store, limits);
    GossipSettings settings = GossipSettings.of(KIND, budget.orElse(GossipDefaults.SET_BUDGET));
    gossip = new Gossip(environment, store, records, settings);
    store.takeChanged();
    pulls = new CounterPulls(environment, store);
    requests = new CounterRequests(store, counters);
    watches = new CounterWatches(environment, requests);
    writes = new WaitingRequests<>(environment, CounterTimer.WRITES);
    reads = new CounterReads(environment, store, requests, pulls);
    views = new CounterViews(environment, store, requests, pulls, gossip);
    isWriting = !records.isResumed();
  }

  /** True for messages that only nodes send each other. */
  public static boolean isBetweenNodes(Body body) {
    String type = body.type();
    return GossipBodies.isGossip(type) || CounterPulls.isPull(type) || CounterViews.isView(type);
  }

  @Override
  public void onStart(Outbox out) {
    gossip.onStart(out);
    reads.onStart(out);
    out.setTimer(CounterTimer.CARE, CARE);
    settle(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    store.time(nowMillis());
    switch (message.body().type()) {
      case "add", "add_all", "delete" -> onWrite(message, out);
      case "read" -> reads.read(message, out);
      case "list" -> out.reply(message, requests.list(message.body()));
      case "watch" -> watches.watch(message, out);
      case "status" ->
          out.reply(message, views.status(watches.size(), reads.size() + writes.size()));
      case "members" -> onMembers(message, out);
      case "leave" -> onLeave(message, out);
      case "views", CounterViews.VIEW, CounterViews.VIEW_OK -> views.onMessage(message, out);
      case CounterPulls.PULL -> pulls.answer(message, out);
      case CounterPulls.PUSH -> onPush(message, out);
      default -> {
        if (!GossipBodies.isGossip(message.body().type())) {
          throw NodeHost.notSupported(message);
        }
        gossip.onMessage(message, out);
      }
    }
    settle(out);
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    store.time(nowMillis());
    if (timer instanceof CounterTimer ours) {
      onOwnTimer(ours, out);
    } else {
      gossip.onTimer((GossipTimer) timer, out);
    }
    settle(out);
  }

  private void onOwnTimer(CounterTimer timer, Outbox out) {
    switch (timer) {
      case ASK_AGAIN -> reads.askAgain(!hasCaughtUp || !isWriting, out);
      case CARE -> care(out);
      case MAJORITY_READS, TOKENS -> reads.onTimer(timer, out);
      case VIEWS -> views.onTimer(out);
      case WATCHES -> watches.onTimer(out);
      case WRITES -> beginAsAnother(out);
    }
  }

  @Override
  public void onStop(Outbox out) {
    watches.onStop(out);
    views.onStop(out);
    RequestException stopping = CounterRequests.unavailable("the node is stopping");
    reads.takeAll().forEach(request -> out.reply(request, stopping.body()));
    writes.takeAll().forEach(request -> out.reply(request, stopping.body()));
  }

  // Clients.

  private void onWrite(Message message, Outbox out) {
    assert store.self().equals(records.self()) : "one replica writes";
    if (isLeaving) {
      throw CounterRequests.unavailable("this node is leaving the cluster; ask another one");
    }
    if (!isWriting) {
      requests.require(message.body());
      writes.add("", message, CounterReads.PATIENCE, out);
    } else if (message.body().type().equals("delete")) {
      delete(message, out);
    } else {
      add(message, out);
    }
  }

  private void add(Message message, Outbox out) {
    Delta delta = requests.addition(message.body());
    if (delta != null) {
      write(delta, out);
    }
    out.reply(message, requests.added(message.body(), delta == null));
  }

  private void delete(Message message, Outbox out) {
    requests.require(message.body());
    if (!hasCaughtUp) {
      throw CounterRequests.unavailable(
          "no majority of the members was heard since this node started");
    }
    if (!requests.isHere(message.body())) {
      reads.awaitToken(message, out);
      return;
    }
    String name = message.body().text("counter");
    Delta deletion = counters.deletion(name);
    Body answer = requests.deleted(message.body());
    write(deletion, out);
    out.reply(message, requests.withToken(answer, message.body()));
  }

  private void write(Delta delta, Outbox out) {
    hasWritten = true;
    if (records.areKept()) {
      gossip.keep(delta, out);
    }
    store.join(delta);
    gossip.changed(out);
    gossip.tidySoon(out);
  }

  // Other nodes.

  /** Sets the members. The runtime sends this message in the node's own name. */
  private void onMembers(Message message, Outbox out) {
    if (!message.src().equals(environment.self())) {
      throw NodeHost.notSupported(message);
    }
    List<NodeId> members = CounterRequests.members(message.body());
    gossip.members(members, out);
    members.remove(environment.self());
    pulls.members(members, (int) message.body().integer("size"));
    if (records.isResumed() && !hasWritten) { // Newly known members must be asked, too.
      isWriting = pulls.hasAll();
      hasCaughtUp &= pulls.hasMajority();
    }
    reads.askAgain(!hasCaughtUp || !isWriting, out);
    out.reply(message, Body.of("members_ok"));
  }

  /** Takes no more writes, and says whether another node has all. The runtime sends this, too. */
  private void onLeave(Message message, Outbox out) {
    if (!message.src().equals(environment.self())) {
      throw NodeHost.notSupported(message);
    }
    isLeaving = message.body().bool("is_leaving");
    out.reply(message, Body.of("leave_ok", "handed_over", Json.of(gossip.isKnownElsewhere())));
  }

  private void onPush(Message message, Outbox out) {
    Body body = message.body();
    boolean isProgress = gossip.join(GossipBodies.deltas(body), body, out);
    pulls.answered(message, isProgress, out);
  }

  /** Goes on as another replica, because others may know more of this one than its disk has. */
  private void beginAsAnother(Outbox out) {
    if (!isWriting) {
      ReplicaId another = ReplicaId.fresh(environment);
      records.renew(another, store, out);
      store.renew(another);
      isWriting = true;
    }
  }

  /** Deletes expired counters and has the store tidied. Called from time to time. */
  private void care(Outbox out) {
    out.setTimer(CounterTimer.CARE, CARE);
    if (isWriting && hasCaughtUp && !isLeaving) {
      long rank = pulls.before(environment.self());
      for (String name : counters.expired(nowMillis() - rank * EXPIRY_RANK_MILLIS)) {
        write(counters.deletion(name), out);
      }
    }
    if (store.needsCare()) {
      gossip.tidySoon(out);
    }
  }

  /** Runs after each handler: answers the requests that need not wait any more. */
  private void settle(Outbox out) {
    hasCaughtUp = hasCaughtUp || pulls.hasMajority();
    isWriting = isWriting || pulls.hasAll();
    store.mayTidy(hasCaughtUp && isWriting);
    if (isWriting && !writes.isEmpty()) {
      out.cancelTimer(CounterTimer.WRITES);
      writes.takeAll().forEach(request -> again(request, out));
    }
    watches.changed(store.takeChanged(), out);
    reads.settle(out).forEach(request -> again(request, out));
  }

  /** Serves a request that was held. */
  private void again(Message request, Outbox out) {
    try {
      if (request.body().type().equals("read")) {
        reads.read(request, out);
      } else {
        onWrite(request, out);
      }
    } catch (RequestException refused) {
      out.reply(request, refused.body());
    }
  }

  private long nowMillis() {
    return Duration.ofNanos(environment.nowNanos()).toMillis();
  }
}
