package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.GossipMessage.Ack;
import dev.tattle.gossip.GossipMessage.Digest;
import dev.tattle.gossip.GossipMessage.DigestAnswer;
import dev.tattle.gossip.GossipMessage.EagerPush;
import dev.tattle.gossip.GossipMessage.Header;
import dev.tattle.gossip.GossipMessage.Push;
import dev.tattle.gossip.GossipMessage.Repair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Converts the messages between engines to bodies and back. {@link GossipField} says what each
 * field means.
 *
 * <p>The messages are no requests (they have no {@code msg_id}), so a node that does not know them
 * stays silent.
 */
public final class GossipBodies {
  private static final long LONGEST_HELD_MILLIS = Duration.ofDays(1).toMillis();

  private GossipBodies() {}

  /** True for the message types that only engines send. */
  public static boolean isGossip(String type) {
    return GossipType.of(type) != null;
  }

  /** The kind of data that a message between engines is about. */
  public static String kind(Body body) {
    return body.text(GossipField.OF.key());
  }

  /** The name of the engine that sent a message; empty if it has none. */
  public static String engine(Body body) {
    String field = GossipField.ENGINE.key();
    return body.has(field) ? body.text(field) : "";
  }

  static Body toBody(String kind, GossipMessage message) {
    Header header = message.header();
    Map<String, Json> fields = new LinkedHashMap<>();
    put(GossipField.OF, Json.of(kind), fields);
    put(GossipField.INC, Json.of(header.incarnation()), fields);
    put(GossipField.N, Json.of(header.number()), fields);
    if (header.re() != 0) {
      put(GossipField.RE, Json.of(header.re()), fields);
      put(GossipField.HELD, Json.of(header.heldMillis()), fields);
    }
    if (header.isAsking()) {
      put(GossipField.ASK, Json.of(true), fields);
    }
    if (header.hasAll()) {
      put(GossipField.HAVE, header.have().toJson(), fields);
    } else if (!header.have().isEmpty()) {
      put(GossipField.ACKS, header.have().toJson(), fields);
    }
    if (hasMore(message)) {
      put(GossipField.MORE, Json.of(true), fields);
    }
    if (!message.deltas().isEmpty()) {
      put(GossipField.DELTAS, toJson(message.deltas()), fields);
    }
    return new Body(message.type().key(), null, null, fields);
  }

  private static void put(GossipField field, Json value, Map<String, Json> fields) {
    fields.put(field.key(), value);
  }

  private static boolean hasMore(GossipMessage message) {
    return message instanceof Push push
        ? push.hasMore()
        : message instanceof Repair repair && repair.hasMore();
  }

  /** The message of a body for which {@link #isGossip} is true. */
  static GossipMessage message(Body body) {
    GossipType type = Objects.requireNonNull(GossipType.of(body.type()), body.type());
    Header header = header(type, body);
    return switch (type) {
      case GOSSIP -> new Push(header, deltas(body), is(GossipField.MORE, body));
      case EAGER_PUSH -> new EagerPush(header, deltas(body));
      case REPAIR -> new Repair(header, deltas(body), is(GossipField.MORE, body));
      case ACK -> new Ack(header);
      case DIGEST -> new Digest(header);
      case DIGEST_OK ->
          new DigestAnswer(header, has(GossipField.DELTAS, body) ? deltas(body) : List.of());
    };
  }

  private static Header header(GossipType type, Body body) {
    boolean answers = has(GossipField.RE, body);
    boolean hasAll = has(GossipField.HAVE, body) || type.saysAll();
    boolean hasSome = hasAll || has(GossipField.ACKS, body);
    return new Header(
        body.integer(GossipField.INC.key()),
        body.integer(GossipField.N.key()),
        answers ? body.integer(GossipField.RE.key()) : 0,
        answers ? heldMillis(body) : 0,
        is(GossipField.ASK, body),
        hasSome
            ? versions((hasAll ? GossipField.HAVE : GossipField.ACKS).key(), body)
            : VersionVector.EMPTY,
        hasAll);
  }

  private static long heldMillis(Body body) {
    long millis = body.integer(GossipField.HELD.key());
    if (millis < 0 || millis > LONGEST_HELD_MILLIS) {
      throw body.malformed(
          GossipField.HELD.key(), "milliseconds, at most a day", "it is " + millis);
    }
    return millis;
  }

  private static boolean has(GossipField field, Body body) {
    return body.has(field.key());
  }

  private static boolean is(GossipField flag, Body body) {
    return body.has(flag.key()) && body.bool(flag.key());
  }

  /**
   * The deltas as JSON, for a field {@code deltas}: {@code [[replica, after, version, content],
   * …]}.
   */
  public static Json toJson(List<Delta> deltas) {
    List<Json> items = new ArrayList<>(deltas.size());
    for (Delta delta : deltas) {
      items.add(delta.toJson());
    }
    return Json.array(items);
  }

  /** Reads the field {@code deltas}, which holds the output of {@link #toJson}. */
  public static List<Delta> deltas(Body body) {
    List<Delta> deltas = new ArrayList<>();
    for (Json item : body.array(GossipField.DELTAS.key())) {
      try {
        deltas.add(Delta.fromJson(item));
      } catch (IllegalArgumentException e) {
        throw body.malformed("deltas", "[[replica,after,version,content],…]", "an item is not");
      }
    }
    return deltas;
  }

  /** Reads a field that is a version vector. */
  public static VersionVector versions(String field, Body body) {
    Json versions = new Json.Obj(body.object(field));
    try {
      return VersionVector.fromJson(versions);
    } catch (IllegalArgumentException e) {
      throw body.malformed(field, "{replica: version}", String.valueOf(e.getMessage()));
    }
  }
}
