package dev.tattle.raft;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows which writes were applied, so that a write that is sent twice is applied once (thesis 6.3).
 * It is part of the replicated state, so it is the same on all nodes.
 *
 * <p>Each incarnation of a node is a session, which numbers its writes. The results that the
 * session still waits for are kept. At most {@value #LIMIT} sessions are known; beyond that, the
 * one that was silent longest is forgotten. A write of an unknown session is applied only if it is
 * younger than all that was forgotten, because else it may have been applied before.
 */
final class Sessions {
  private static final int LIMIT = 1_000;

  private static final class Session {
    private long floor;

    /** What had been forgotten when this session began, which may include earlier writes of it. */
    private long forgottenBefore;

    private long lastIndex;
    private final NavigableMap<Long, Json> results = new TreeMap<>();
  }

  /** The sessions; the one that was silent longest comes first. */
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /** The last index of an entry of a forgotten session. */
  private long forgottenUpTo;

  /**
   * Applies the writes of an entry that were not applied before.
   *
   * @return the results of all its writes, by number; null for a write that may have been applied
   *     before
   */
  Map<Long, @Nullable Json> apply(long index, Submission submission, Machine machine) {
    Map<Long, @Nullable Json> results = new LinkedHashMap<>();
    Session session = sessions.remove(submission.session());
    long forgotten = session == null ? forgottenUpTo : session.forgottenBefore;
    if (submission.since() < forgotten) {
      if (session != null) {
        sessions.put(submission.session(), session);
      }
      submission.commands().keySet().forEach(number -> results.put(number, null));
      return results;
    }
    if (session == null) {
      session = new Session();
      session.forgottenBefore = forgottenUpTo;
    }
    sessions.put(submission.session(), session);
    session.lastIndex = index;
    session.floor = Math.max(session.floor, submission.floor());
    session.results.headMap(session.floor, false).clear();
    for (Map.Entry<Long, Json> command : submission.commands().entrySet()) {
      long number = command.getKey();
      if (number >= session.floor) {
        Json result = session.results.get(number);
        if (result == null) {
          result = machine.apply(command.getValue());
          session.results.put(number, result);
        }
        results.put(number, result);
      }
    }
    forgetSome();
    return results;
  }

  private void forgetSome() {
    if (sessions.size() > LIMIT) {
      String eldest = sessions.keySet().iterator().next();
      Session forgotten = sessions.remove(eldest);
      forgottenUpTo = Math.max(forgottenUpTo, forgotten == null ? 0 : forgotten.lastIndex);
    }
  }

  /** The results that a session may still wait for. */
  Map<Long, Json> results(String name) {
    Session session = sessions.get(name);
    return session == null ? Map.of() : session.results;
  }

  /** The state in parts. The first says how many parts of sessions follow. */
  List<Json> snapshot() {
    List<Json> items = new ArrayList<>(sessions.size());
    sessions.forEach((name, session) -> items.add(item(name, session)));
    List<Json> parts = SnapshotParts.of(items);
    parts.add(0, Json.array(Json.of(parts.size()), Json.of(forgottenUpTo)));
    return parts;
  }

  private static Json item(String name, Session session) {
    List<Json> results = new ArrayList<>();
    session.results.forEach((number, result) -> results.add(Json.array(Json.of(number), result)));
    return Json.array(
        Json.of(name),
        Json.of(session.floor),
        Json.of(session.lastIndex),
        Json.of(session.forgottenBefore),
        Json.array(results));
  }

  /**
   * Replaces the state with the one in a snapshot.
   *
   * @return how many parts belong to it
   */
  int restore(List<Json> parts) {
    sessions.clear();
    List<Json> head = RaftJson.items(parts.get(0), 2, "[parts, forgotten]");
    int count = (int) RaftJson.natural(head.get(0));
    forgottenUpTo = RaftJson.natural(head.get(1));
    for (Json item : SnapshotParts.items(parts.subList(1, count + 1))) {
      List<Json> items = RaftJson.items(item, 5, "a session");
      Session session = new Session();
      session.floor = RaftJson.natural(items.get(1));
      session.lastIndex = RaftJson.natural(items.get(2));
      session.forgottenBefore = RaftJson.natural(items.get(3));
      for (Json result : RaftJson.items(items.get(4), "an array of results")) {
        List<Json> pair = RaftJson.items(result, 2, "a result");
        session.results.put(RaftJson.natural(pair.get(0)), pair.get(1));
      }
      sessions.put(RaftJson.text(items.get(0)), session);
    }
    return count + 1;
  }
}
