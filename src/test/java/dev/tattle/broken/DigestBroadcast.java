package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A naive, right broadcast with digests. Each incarnation of a node numbers its values from 1. It
 * sends a new value to all once. Digests repair losses: a digest says up to which number a node has
 * everything, and the answer has what follows.
 */
class DigestBroadcast implements Node {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private enum Tick implements Timer {
    DIGEST
  }

  private final List<NodeId> peers;
  private final String life;
  private final Map<String, NavigableMap<Long, Json>> logs = new LinkedHashMap<>();
  private long count;

  DigestBroadcast(Environment environment) {
    peers = environment.peers();
    life = environment.self() + "-" + environment.random().nextLong();
  }

  /** Puts the greatest known number into digests, even if there are gaps below it. */
  static final class Skipping extends DigestBroadcast {
    Skipping(Environment environment) {
      super(environment);
    }

    @Override
    long upTo(NavigableMap<Long, Json> log) {
      return log.lastKey();
    }
  }

  /** The number up to which the log has no gap. */
  long upTo(NavigableMap<Long, Json> log) {
    long last = 0;
    while (log.containsKey(last + 1)) {
      last++;
    }
    return last;
  }

  @Override
  public void onStart(Outbox out) {
    onTimer(Tick.DIGEST, out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "broadcast" -> {
        Json entry = entry(life, ++count, body.json("message"));
        keep(List.of(entry));
        peers.forEach(peer -> out.send(peer, Body.of("entries", "entries", Json.array(entry))));
        out.reply(message, Body.of("broadcast_ok"));
      }
      case "read" -> {
        List<Json> all = new ArrayList<>();
        logs.values().forEach(log -> all.addAll(log.values()));
        out.reply(message, Body.of("read_ok", "messages", Json.array(all)));
      }
      case "topology" -> out.reply(message, Body.of("topology_ok"));
      case "entries" -> keep(body.array("entries"));
      case "digest" -> {
        List<Json> missing = missing(((Json.Obj) body.json("digest")).fields());
        if (!missing.isEmpty()) {
          out.send(message.src(), Body.of("entries", "entries", Json.array(missing)));
        }
      }
      default -> {}
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    Map<String, Json> digest = new LinkedHashMap<>();
    logs.forEach((origin, log) -> digest.put(origin, Json.of(upTo(log))));
    peers.forEach(peer -> out.send(peer, Body.of("digest", "digest", new Json.Obj(digest))));
    out.setTimer(Tick.DIGEST, INTERVAL);
  }

  private List<Json> missing(Map<String, Json> digest) {
    List<Json> missing = new ArrayList<>();
    logs.forEach(
        (origin, log) -> {
          long has = digest.get(origin) instanceof Json.Int number ? number.value() : 0;
          log.tailMap(has, false)
              .forEach((number, value) -> missing.add(entry(origin, number, value)));
        });
    return missing;
  }

  private static Json entry(String origin, long number, Json value) {
    return Json.array(Json.of(origin), Json.of(number), value);
  }

  private void keep(List<Json> entries) {
    for (Json entry : entries) {
      List<Json> parts = ((Json.Arr) entry).items();
      String origin = ((Json.Text) parts.get(0)).value();
      long number = ((Json.Int) parts.get(1)).value();
      logs.computeIfAbsent(origin, unused -> new TreeMap<>()).put(number, parts.get(2));
    }
  }
}
