package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.core.Weight;
import dev.tattle.gossip.Delta;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes and reads the content of a delta: {@code [floor, horizon, change, change, …]}. A change is
 * {@code [number, …]}, a number and then the parts of a {@link Statement}. Numbers count from the
 * delta's {@code after}.
 *
 * <p>The floor is the number of the last statement that was dropped because it had no effect any
 * more. The horizon is the version of the log from which the delta was cut. The delta may leave out
 * statements that later ones up to the horizon replace.
 */
final class Changes {
  private static final int HEAD = 2;

  private Changes() {}

  /**
   * Cuts a delta from a log: the changes after a number, as many as fit into {@code maxBytes}, but
   * at least one.
   */
  static Delta of(ReplicaLog log, long after, long maxBytes) {
    List<Json> content = new ArrayList<>();
    content.add(Json.of(log.floor()));
    content.add(Json.of(log.shown()));
    long bytesLeft = maxBytes;
    long last = after;
    Statement entry = log.after(after);
    Statement end = entry;
    while (entry != null && (bytesLeft > 0 || last == after)) {
      Json change = change(entry.number - after, entry.toJson());
      bytesLeft -= Weight.bytes(change);
      content.add(change);
      last = entry.number;
      end = entry;
      entry = entry.after;
    }
    if (entry != null && end != null) {
      log.mark(end);
    }
    return new Delta(log.id(), after, entry == null ? log.shown() : last, Json.array(content));
  }

  /** Makes the delta that appends statements to this node's own log. */
  static Delta own(ReplicaLog log, List<List<Json>> said) {
    long after = log.shown();
    List<Json> content = new ArrayList<>(said.size() + HEAD);
    content.add(Json.of(log.floor()));
    content.add(Json.of(after + said.size()));
    for (int i = 0; i < said.size(); i++) {
      content.add(change(i + 1, said.get(i)));
    }
    return new Delta(log.id(), after, after + said.size(), Json.array(content));
  }

  private static Json change(long number, List<Json> said) {
    List<Json> change = new ArrayList<>(said.size() + 1);
    change.add(Json.of(number));
    change.addAll(said);
    return Json.array(change);
  }

  static long floor(Delta delta) {
    return ((Json.Int) items(delta).get(0)).value();
  }

  static long horizon(Delta delta) {
    return Math.max(delta.version(), ((Json.Int) items(delta).get(1)).value());
  }

  static int count(Delta delta) {
    return items(delta).size() - HEAD;
  }

  static List<Json> changes(Delta delta) {
    List<Json> items = items(delta);
    return items.subList(HEAD, items.size());
  }

  static long number(Json change) {
    return ((Json.Int) ((Json.Arr) change).items().get(0)).value();
  }

  static List<Json> said(Json change) {
    List<Json> items = ((Json.Arr) change).items();
    return items.subList(1, items.size());
  }

  /**
   * Checks that the content has the form that {@link #of} makes.
   *
   * @throws IllegalArgumentException if it has not
   */
  static void require(Delta delta) {
    boolean isRight =
        delta.content() instanceof Json.Arr content
            && content.items().size() >= HEAD
            && content.items().get(0) instanceof Json.Int
            && content.items().get(1) instanceof Json.Int
            && floor(delta) <= horizon(delta);
    long earlier = 0;
    for (Json change : isRight ? changes(delta) : List.<Json>of()) {
      isRight &= isChange(change, earlier, delta.version() - delta.after());
      earlier = isRight ? number(change) : Long.MAX_VALUE;
    }
    if (!isRight) {
      throw new IllegalArgumentException(
          "expected [floor, horizon, [number, …], …], and no floor beyond the horizon");
    }
  }

  private static boolean isChange(Json json, long earlier, long most) {
    if (!(json instanceof Json.Arr change)
        || change.items().size() < HEAD
        || !(change.items().get(0) instanceof Json.Int number)
        || number.value() <= earlier
        || number.value() > most) {
      return false;
    }
    List<Json> said = said(json);
    return Slot.isSlot(said)
        || KeyedAdd.isKeyedAdd(said)
        || Deletion.isDeletion(said)
        || Forgotten.isForgotten(said)
        || Note.isNote(said);
  }

  private static List<Json> items(Delta delta) {
    return ((Json.Arr) delta.content()).items();
  }
}
