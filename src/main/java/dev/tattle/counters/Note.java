package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One replica's statement about the others: {@code [{"n": seen}, retiring, sealed, [[closed,
 * since], …]]}. It is in the replica's own log, so a node that reads it has all earlier statements
 * of the replica. {@link Retirements} explains the last three fields.
 */
final class Note extends Statement {
  static final String FIELD = "n";

  private static final int FIELDS = 4;

  /** How many closed replicas are remembered, so that no late message brings one back. */
  private static final int REMEMBERED = 64;

  /**
   * The fields of a note.
   *
   * @param seen what the replica shows of each replica
   * @param retiring the replicas that it wants to take over, each up to this version
   * @param sealed the replicas of which it takes nothing after this version
   * @param closed the replicas that it has taken over, each since this version of its own log
   */
  record Content(
      VersionVector seen,
      VersionVector retiring,
      VersionVector sealed,
      Map<ReplicaId, Long> closed) {
    static final Content NONE =
        new Content(VersionVector.EMPTY, VersionVector.EMPTY, VersionVector.EMPTY, Map.of());

    Content seeing(VersionVector newSeen) {
      return new Content(newSeen, retiring, sealed, closed);
    }

    Content retiring(VersionVector newRetiring) {
      return new Content(seen, newRetiring, sealed, closed);
    }

    Content sealing(VersionVector newSealed) {
      return new Content(seen, retiring, newSealed, closed);
    }

    /** This content, with these replicas closed as of the change with this number. */
    Content closing(List<ReplicaId> replicas, long since) {
      Map<ReplicaId, Long> more = new LinkedHashMap<>(closed);
      replicas.forEach(replica -> more.put(replica, since));
      while (more.size() > REMEMBERED) {
        more.remove(more.keySet().iterator().next());
      }
      return new Content(seen, VersionVector.EMPTY, sealed, more);
    }

    List<Json> toJson() {
      List<Json> pairs = new ArrayList<>();
      closed.forEach(
          (replica, since) -> pairs.add(Json.array(Json.of(replica.name()), Json.of(since))));
      return List.of(
          Json.object(FIELD, seen.toJson()), retiring.toJson(), sealed.toJson(), Json.array(pairs));
    }

    static Content fromJson(List<Json> json) {
      Map<ReplicaId, Long> closed = new LinkedHashMap<>();
      for (Json item : ((Json.Arr) json.get(FIELDS - 1)).items()) {
        List<Json> pair = ((Json.Arr) item).items();
        closed.put(new ReplicaId(((Json.Text) pair.get(0)).value()), integer(pair.get(1)));
      }
      return new Content(
          VersionVector.fromJson(field(json)),
          VersionVector.fromJson(json.get(1)),
          VersionVector.fromJson(json.get(2)),
          closed);
    }

    private static long integer(Json json) {
      return ((Json.Int) json).value();
    }
  }

  final Content content;

  Note(ReplicaLog log, Content content) {
    super(log);
    this.content = content;
  }

  /**
   * True for a note.
   *
   * @throws IllegalArgumentException if a version vector in it is malformed
   */
  static boolean isNote(List<Json> json) {
    boolean isNote =
        json.size() == FIELDS
            && json.get(0) instanceof Json.Obj subject
            && subject.fields().containsKey(FIELD)
            && json.get(FIELDS - 1) instanceof Json.Arr closed
            && closed.items().stream().allMatch(Note::isPair);
    if (isNote) {
      Content.fromJson(json);
    }
    return isNote;
  }

  private static boolean isPair(Json json) {
    return json instanceof Json.Arr pair
        && pair.items().size() == 2
        && pair.items().get(0) instanceof Json.Text
        && pair.items().get(1) instanceof Json.Int;
  }

  private static Json field(List<Json> json) {
    return ((Json.Obj) json.get(0)).fields().getOrDefault(FIELD, Json.NULL);
  }

  @Override
  List<Json> toJson() {
    return content.toJson();
  }

  @Override
  boolean isSpent() {
    return false;
  }
}
