package dev.tattle.raft;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes of one session that travel in one message and form one entry of the log.
 *
 * <pre>
 * [session, floor, since, [[number, command], …]]
 * </pre>
 *
 * @param session the session, which is an incarnation of a node
 * @param floor the session's writes below this number need no answer any more
 * @param since an index: none of these writes is in the log up to it
 * @param commands the writes' commands, by number
 */
record Submission(String session, long floor, long since, Map<Long, Json> commands) {
  Json toJson() {
    List<Json> items = new ArrayList<>(commands.size());
    commands.forEach((number, command) -> items.add(Json.array(Json.of(number), command)));
    return Json.array(Json.of(session), Json.of(floor), Json.of(since), Json.array(items));
  }

  static Submission fromJson(Json json) {
    List<Json> items = RaftJson.items(json, 4, "a submission [session, floor, since, commands]");
    Map<Long, Json> commands = new LinkedHashMap<>();
    for (Json item : RaftJson.items(items.get(3), "an array of commands")) {
      List<Json> pair = RaftJson.items(item, 2, "a command [number, command]");
      commands.put(RaftJson.natural(pair.get(0)), pair.get(1));
    }
    return new Submission(
        RaftJson.text(items.get(0)),
        RaftJson.natural(items.get(1)),
        RaftJson.natural(items.get(2)),
        commands);
  }
}
