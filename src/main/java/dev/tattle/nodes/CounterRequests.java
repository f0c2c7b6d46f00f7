package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.counters.CounterLimits;
import dev.tattle.counters.CounterStore;
import dev.tattle.counters.Counters;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.GossipBodies;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of {@link CountersNode}'s clients, and makes the answers:
 *
 * <pre>
 * add     {counter, delta, key?, ttl?, token?}       → add_ok     {value, token, duplicate?}
 * add_all {adds: [[counter, delta], …], key?, ttl?}  → add_all_ok {values, token, duplicate?}
 * read    {counter, consistency?, token?}            → read_ok    {value, exists, token}
 * delete  {counter, token?}                          → delete_ok  {value, token}
 * list    {prefix?, after?, limit?}                  → list_ok    {counters: [[name, value], …], more}
 * watch   {counter, value?, wait?}                   → watch_ok   {value, exists, token}
 * status  {}                                         → status_ok  {…}
 * views   {counter}                                  → views_ok   {views}, see {@link CounterViews}
 * </pre>
 *
 * <p>A delta is an integer of 64 bits; a value is an integer of any size. Times are in
 * milliseconds. An add with a key counts once. A token says what an answer had seen. If a client
 * sends it with a later request, the node that answers has seen as much.
 */
final class CounterRequests {
  static final long LONGEST_WAIT_MILLIS = 20_000;
  static final long LONGEST_TTL_MILLIS = Duration.ofDays(36_500).toMillis();

  private static final int USUAL_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000;
  static final String COUNTER = "counter";
  private static final String TOKEN = "token";
  private static final String VALUE = "value";

  private final CounterStore store;
  private final Counters counters;

  CounterRequests(CounterStore store, Counters counters) {
    this.store = store;
    this.counters = counters;
  }

  /** Refuses a malformed write at once, before it waits. */
  void require(Body body) {
    if (!body.type().equals("delete")) {
      adds(body);
      key(body);
      ttl(body);
    } else {
      name(body, body.text(COUNTER));
    }
    token(body);
  }

  /** The delta of an add or of a batch; null if its key has counted already. */
  @Nullable Delta addition(Body body) {
    Counters.Terms terms = new Counters.Terms(key(body), store.nowMillis(), ttl(body));
    return counters.addition(adds(body), terms);
  }

  /** The answer to an add, after its delta was joined. */
  Body added(Body body, boolean isDuplicate) {
    Body answer;
    if (body.type().equals("add")) {
      answer = Body.of("add_ok", VALUE, value(body.text(COUNTER)));
    } else {
      List<Json> values = new ArrayList<>();
      adds(body).forEach(add -> values.add(value(add.counter())));
      answer = Body.of("add_all_ok", "values", Json.array(values));
    }
    answer = withToken(answer, body);
    return isDuplicate ? answer.with("duplicate", Json.of(true)) : answer;
  }

  Body read(Body body) {
    return found("read_ok", body);
  }

  Body watched(Body body) {
    return found("watch_ok", body);
  }

  /** What this node shows of a counter, without a token. */
  Body viewed(Body body) {
    String name = name(body, body.text(COUNTER));
    return Body.of("views_ok", VALUE, value(name), "exists", Json.of(counters.exists(name)));
  }

  private Body found(String type, Body body) {
    String name = body.text(COUNTER);
    Json exists = Json.of(counters.exists(name));
    return withToken(Body.of(type, VALUE, value(name), "exists", exists), body);
  }

  /** The answer to a deletion, before it is joined: the value that it removes. */
  Body deleted(Body body) {
    return Body.of("delete_ok", VALUE, value(body.text(COUNTER)));
  }

  Body list(Body body) {
    String prefix = body.has("prefix") ? body.text("prefix") : "";
    String after = body.has("after") ? body.text("after") : "";
    long limit = body.has("limit") ? body.integer("limit") : USUAL_LIMIT;
    if (limit < 1 || limit > LARGEST_LIMIT) {
      throw body.malformed("limit", "from 1 to " + LARGEST_LIMIT, "it is " + limit);
    }
    List<Counters.Named> found = counters.list(prefix, after, (int) limit + 1);
    boolean hasMore = found.size() > limit;
    List<Json> items = new ArrayList<>();
    for (Counters.Named one : hasMore ? found.subList(0, (int) limit) : found) {
      items.add(Json.array(Json.of(one.name()), Json.of(one.value())));
    }
    return Body.of("list_ok", "counters", Json.array(items), "more", Json.of(hasMore));
  }

  Body status(int watchers, int held, CounterPulls pulls) {
    List<Json> members = new ArrayList<>();
    members.add(Json.of(store.self().node()));
    pulls.others().forEach(other -> members.add(Json.of(other.name())));
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counters", Json.of(counters.size()));
    fields.put("keys", Json.of(counters.keys()));
    fields.put("replicas", Json.of(store.shown().versions().size()));
    fields.put("watchers", Json.of(watchers));
    fields.put("held", Json.of(held));
    fields.put("members", Json.array(members));
    fields.put("size", Json.of(pulls.size()));
    fields.put("versions", store.shown().toJson());
    return new Body("status_ok", null, null, fields);
  }

  /** True if a watcher does not have the present value. */
  boolean isNews(Body body) {
    name(body, body.text(COUNTER));
    wait(body);
    return !body.has(VALUE) || !value(body.text(COUNTER)).equals(Json.of(body.bigInteger(VALUE)));
  }

  static Duration wait(Body body) {
    long millis = body.has("wait") ? body.integer("wait") : LONGEST_WAIT_MILLIS;
    if (millis < 0 || millis > LONGEST_WAIT_MILLIS) {
      throw body.malformed("wait", "from 0 to 20000 milliseconds", "it is " + millis);
    }
    return Duration.ofMillis(millis);
  }

  boolean isMajority(Body body) {
    name(body, body.text(COUNTER));
    String consistency = body.has("consistency") ? body.text("consistency") : "local";
    return switch (consistency) {
      case "local" -> false;
      case "majority" -> true;
      default -> throw body.malformed("consistency", "local or majority", "it is not");
    };
  }

  /** The versions that the sender has seen. */
  static VersionVector token(Body body) {
    return body.has(TOKEN) ? GossipBodies.versions(TOKEN, body) : VersionVector.EMPTY;
  }

  /** True if this node has all that the sender has seen. */
  boolean isHere(Body body) {
    return store.shows(token(body));
  }

  Body withToken(Body answer, Body request) {
    return answer.with(TOKEN, store.shown().join(store.open(token(request))).toJson());
  }

  /** Reads the members from a message of the runtime. */
  static List<NodeId> members(Body body) {
    List<NodeId> members = new ArrayList<>();
    for (Json member : body.array("members")) {
      if (!(member instanceof Json.Text name)) {
        throw body.malformed("members", "made of names", "it has " + member.kind());
      }
      members.add(new NodeId(name.value()));
    }
    return members;
  }

  private Json value(String name) {
    BigInteger value = counters.value(name);
    return Json.of(value);
  }

  private static List<Counters.Add> adds(Body body) {
    if (body.type().equals("add")) {
      String name = name(body, body.text(COUNTER));
      return List.of(new Counters.Add(name, body.integer("delta")));
    }
    List<Counters.Add> adds = new ArrayList<>();
    for (Json json : body.array("adds")) {
      if (json instanceof Json.Arr pair
          && pair.items().size() == 2
          && pair.items().get(0) instanceof Json.Text name
          && pair.items().get(1) instanceof Json.Int delta) {
        adds.add(new Counters.Add(name(body, name.value()), delta.value()));
      } else {
        throw body.malformed("adds", "[[counter, delta], …], deltas of 64 bits", "it is not");
      }
    }
    if (adds.isEmpty() || adds.size() > CounterLimits.LARGEST_BATCH) {
      throw body.malformed(
          "adds", "1 to " + CounterLimits.LARGEST_BATCH + " adds", "it has " + adds.size());
    }
    return adds;
  }

  private static String name(Body body, String name) {
    if (name.isEmpty() || name.length() > CounterLimits.LONGEST_NAME) {
      throw body.malformed(
          COUNTER,
          "a name of 1 to " + CounterLimits.LONGEST_NAME + " characters",
          "it has " + name.length());
    }
    return name;
  }

  private static @Nullable String key(Body body) {
    String key = body.has("key") ? body.text("key") : null;
    if (key != null && (key.isEmpty() || key.length() > CounterLimits.LONGEST_KEY)) {
      throw body.malformed(
          "key",
          "a text of 1 to " + CounterLimits.LONGEST_KEY + " characters",
          "it has " + key.length());
    }
    return key;
  }

  private static long ttl(Body body) {
    long millis = body.has("ttl") ? body.integer("ttl") : 0;
    if (millis < 0 || millis > LONGEST_TTL_MILLIS) {
      throw body.malformed("ttl", "milliseconds, at most 100 years", "it is " + millis);
    }
    return millis;
  }

  /** Makes the exception for a request that may succeed later. */
  static RequestException unavailable(String why) {
    return new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, why + "; try again");
  }
}
