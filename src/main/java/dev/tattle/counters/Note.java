package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.crdt.VersionVector;
import java.util.List;

/**
 * What one replica has seen of the others: {@code [{"n": version vector}]}. As it stands in the
 * replica's own log, whoever reads it has all that the replica had said before.
 */
final class Note extends Statement {
  static final String FIELD = "n";

  final VersionVector seen;

  Note(ReplicaLog log, VersionVector seen) {
    super(log);
    this.seen = seen;
  }

  static List<Json> json(VersionVector seen) {
    return List.of(Json.object(FIELD, seen.toJson()));
  }

  /** True at what {@link #json} makes; throws IllegalArgumentException at a broken vector. */
  static boolean isNote(List<Json> json) {
    boolean isNote =
        json.size() == 1
            && json.get(0) instanceof Json.Obj subject
            && subject.fields().containsKey(FIELD);
    if (isNote) {
      VersionVector.fromJson(field(json));
    }
    return isNote;
  }

  static Json field(List<Json> json) {
    return ((Json.Obj) json.get(0)).fields().getOrDefault(FIELD, Json.NULL);
  }

  @Override
  List<Json> toJson() {
    return json(seen);
  }

  @Override
  boolean isSpent() {
    return false;
  }
}
