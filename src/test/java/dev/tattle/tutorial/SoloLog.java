package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps a list for each key; a message's offset is its place in the list. */
public final class SoloLog implements Node {
  private final Map<String, List<Json>> logs = new LinkedHashMap<>();
  private final Map<String, Json> committed = new LinkedHashMap<>();

  public SoloLog(Environment environment) {}

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "send" -> {
        List<Json> log = log(request.text("key"));
        log.add(request.json("msg"));
        out.reply(message, Body.of("send_ok", "offset", Json.of(log.size() - 1)));
      }
      case "poll" -> out.reply(message, Body.of("poll_ok", "msgs", poll(request)));
      case "commit_offsets" -> {
        committed.putAll(request.object("offsets"));
        out.reply(message, Body.of("commit_offsets_ok"));
      }
      case "list_committed_offsets" -> {
        Json offsets = new Json.Obj(committed(request.array("keys")));
        out.reply(message, Body.of("list_committed_offsets_ok", "offsets", offsets));
      }
      default -> throw NodeHost.notSupported(message);
    }
  }

  private List<Json> log(String key) {
    return logs.computeIfAbsent(key, absent -> new ArrayList<>());
  }

  private Json poll(Body request) {
    Map<String, Json> found = new LinkedHashMap<>();
    request
        .object("offsets")
        .forEach((key, offset) -> found.put(key, from(log(key), ((Json.Int) offset).value())));
    return new Json.Obj(found);
  }

  private static Json from(List<Json> log, long offset) {
    List<Json> messages = new ArrayList<>();
    for (int i = (int) offset; i < log.size(); i++) {
      messages.add(Json.array(Json.of(i), log.get(i)));
    }
    return Json.array(messages);
  }

  private Map<String, Json> committed(List<Json> keys) {
    Map<String, Json> offsets = new LinkedHashMap<>(committed);
    offsets.keySet().removeIf(key -> !keys.contains(Json.of(key)));
    return offsets;
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(SoloLog::new));
  }
}
