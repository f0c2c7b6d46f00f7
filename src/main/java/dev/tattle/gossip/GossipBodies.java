package dev.tattle.gossip;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bodies that engines send to each other: one form under four names, so that people who look at
 * a run see what each is for.
 *
 * <pre>
 * {type, of, inc, n, re?, held?, have?, all?, ask?, late?, more?, deltas?}
 *
 * gossip     deltas, and whatever rides on them
 * gossip_ok  an acknowledgement alone
 * digest     all that is here; to be answered at once
 * digest_ok  the answer: all that is here, and deltas that the asking node lacks
 *
 * have       {replica: version, …}
 * deltas     [[replica, after, version, content], …]
 * </pre>
 *
 * <p>{@code of} is the kind of data; the rest is a {@link Parcel}. They are no RPCs of the protocol
 * ({@code msg_id}), so a node that does not know them stays silent.
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

  static Body toBody(String kind, Parcel parcel) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("of", Json.of(kind));
    fields.put("inc", Json.of(parcel.incarnation()));
    fields.put("n", Json.of(parcel.number()));
    if (parcel.re() != 0) {
      fields.put("re", Json.of(parcel.re()));
      fields.put("held", Json.of(parcel.heldMillis()));
    }
    for (Parcel.Flag flag : parcel.flags()) {
      fields.put(flag.field(), Json.of(true));
    }
    if (parcel.is(Parcel.Flag.ALL) || !parcel.have().isEmpty()) {
      fields.put("have", parcel.have().toJson());
    }
    if (!parcel.deltas().isEmpty()) {
      fields.put("deltas", toJson(parcel.deltas()));
    }
    return new Body(parcel.type(), null, null, fields);
  }

  static Parcel parcel(Body body) {
    Set<Parcel.Flag> flags = EnumSet.noneOf(Parcel.Flag.class);
    for (Parcel.Flag flag : Parcel.Flag.values()) {
      if (body.has(flag.field()) && body.bool(flag.field())) {
        flags.add(flag);
      }
    }
    boolean answers = body.has("re");
    return new Parcel(
        body.type(),
        body.integer("inc"),
        body.integer("n"),
        answers ? body.integer("re") : 0,
        answers ? body.integer("held") : 0,
        body.has("have") ? have(body) : VersionVector.EMPTY,
        Collections.unmodifiableSet(flags),
        body.has("deltas") ? deltas(body) : List.of());
  }

  private static Json toJson(List<Delta> deltas) {
    List<Json> items = new ArrayList<>(deltas.size());
    for (Delta delta : deltas) {
      items.add(delta.toJson());
    }
    return Json.array(items);
  }

  private static List<Delta> deltas(Body body) {
    List<Delta> deltas = new ArrayList<>();
    for (Json item : body.array("deltas")) {
      try {
        deltas.add(Delta.fromJson(item));
      } catch (IllegalArgumentException e) {
        throw body.malformed("deltas", "[[replica,after,version,content],…]", "an item is not");
      }
    }
    return deltas;
  }

  private static VersionVector have(Body body) {
    Map<String, Json> fields = body.object("have");
    VersionVector.Builder versions = new VersionVector.Builder(fields.size());
    for (Map.Entry<String, Json> entry : fields.entrySet()) {
      if (!(entry.getValue() instanceof Json.Int version) || version.value() < 0) {
        throw body.malformed("have", "{replica: version}", "'" + entry.getKey() + "' is not");
      }
      versions.put(new ReplicaId(entry.getKey()), version.value());
    }
    return versions.build();
  }
}
