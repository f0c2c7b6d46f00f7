package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bodies that engines send to each other.
 *
 * <pre>
 * gossip    {of, born, n, ask?, deltas: [[replica, after, version, content], …]}
 * gossip_ok {of, born, n, have: {replica: version, …}}   what is here of the replicas in that gossip
 * digest    {of, born, n, ask?, have: {…}}       all that is here
 * digest_ok {of, born, n, have: {…}}                     all that is here
 * </pre>
 *
 * <p>{@code born} is when the sender's life began, in ms by its clock, so that what a former life
 * sent can be told from what the present one sends. {@code n} numbers what one engine sends, so
 * that an answer can be told from a late one. {@code ask} asks to be sent what is new from now on,
 * for {@link Succession#LEASE}. They are no RPCs of the protocol ({@code msg_id}), so a node that
 * does not know them stays silent.
 */
public final class GossipBodies {
  static final String GOSSIP = "gossip";
  static final String GOSSIP_OK = "gossip_ok";
  static final String DIGEST = "digest";
  static final String DIGEST_OK = "digest_ok";

  private GossipBodies() {}

  /** True for the types that only engines send. */
  public static boolean isGossip(String type) {
    return switch (type) {
      case GOSSIP, GOSSIP_OK, DIGEST, DIGEST_OK -> true;
      default -> false;
    };
  }

  /** What kind of data a gossip message is about. */
  public static String kind(Body body) {
    return body.text("of");
  }

  /** What a gossip and a digest begin with. */
  record Head(String kind, long bornMillis, long number, boolean asks) {}

  static Body gossip(Head head, List<Delta> deltas) {
    List<Json> items = new ArrayList<>(deltas.size());
    for (Delta delta : deltas) {
      items.add(
          Json.array(
              Json.of(delta.origin().name()),
              Json.of(delta.after()),
              Json.of(delta.version()),
              delta.content()));
    }
    return request(GOSSIP, head).with("deltas", Json.array(items));
  }

  static Body digest(Head head, VersionVector have) {
    return request(DIGEST, head).with("have", have.toJson());
  }

  static Body answer(Body request, long bornMillis, VersionVector have) {
    return Body.of(
        request.type() + "_ok",
        "of",
        request.json("of"),
        "born",
        Json.of(bornMillis),
        "n",
        request.json("n"),
        "have",
        have.toJson());
  }

  static long bornMillis(Body body) {
    return body.integer("born");
  }

  static boolean asks(Body body) {
    return body.has("ask") && body.bool("ask");
  }

  static List<Delta> deltas(Body body) {
    List<Delta> deltas = new ArrayList<>();
    for (Json item : body.array("deltas")) {
      if (!(item instanceof Json.Arr delta)
          || delta.items().size() != 4
          || !(delta.items().get(0) instanceof Json.Text origin)
          || !(delta.items().get(1) instanceof Json.Int after)
          || !(delta.items().get(2) instanceof Json.Int version)) {
        throw body.malformed("deltas", "[[replica,after,version,content],…]", "an item is not");
      }
      ReplicaId replica = new ReplicaId(origin.value());
      deltas.add(new Delta(replica, after.value(), version.value(), delta.items().get(3)));
    }
    return deltas;
  }

  static VersionVector have(Body body) {
    SortedMap<ReplicaId, Long> versions = new TreeMap<>();
    for (Map.Entry<String, Json> entry : body.object("have").entrySet()) {
      if (!(entry.getValue() instanceof Json.Int version) || version.value() < 0) {
        throw body.malformed("have", "{replica: version}", "'" + entry.getKey() + "' is not");
      }
      versions.put(new ReplicaId(entry.getKey()), version.value());
    }
    return new VersionVector(versions);
  }

  private static Body request(String type, Head head) {
    Body body =
        Body.of(
            type,
            "of",
            Json.of(head.kind),
            "born",
            Json.of(head.bornMillis),
            "n",
            Json.of(head.number));
    return head.asks ? body.with("ask", Json.of(true)) : body;
  }
}
