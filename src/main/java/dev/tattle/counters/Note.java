package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one replica says of the others: {@code [{"n": seen}, retiring, sealed, [[closed, since],
 * …]]}. As it stands in the replica's own log, whoever reads it has all that the replica had said
 * before. {@link Retirements} says what the last three are for.
 */
final class Note extends Statement {
  static final String FIELD = "n";

  private static final int FIELDS = 4;

  /** So many closed replicas are remembered, lest a late message brings one back. */
  private static final int REMEMBERED = 64;

  /**
   * What a note says.
   *
   * @param seen what the replica shows of each
   * @param retiring those that it would take over, each up to this version
   * @param sealed those of which it takes nothing beyond this version
   * @param closed those that it has taken over, each since this version of its own
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

    /** These are closed, too, with the change of this number. */
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

  /** True at what is a note; throws IllegalArgumentException at a broken vector in one. */
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
