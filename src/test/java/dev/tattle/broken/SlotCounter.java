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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A naive, right counter that only grows. Each incarnation of each node adds to a slot of its own.
 * All slots go to all peers again and again; the greater of two values of a slot is the newer.
 */
class SlotCounter implements Node {
  private static final Duration INTERVAL = Duration.ofMillis(300);

  private enum Tick implements Timer {
    SEND
  }

  private final List<NodeId> peers;
  private final String slot;
  private final Map<String, Long> slots = new LinkedHashMap<>();

  SlotCounter(Environment environment) {
    peers = environment.peers();
    slot = environment.self() + "-" + environment.random().nextLong();
  }

  /** Adds up values that are only repetitions. */
  static final class MergeAdds extends SlotCounter {
    MergeAdds(Environment environment) {
      super(environment);
    }

    @Override
    long join(long mine, long theirs) {
      return mine + theirs;
    }
  }

  /** Takes the value that arrives last as the newest. */
  static final class LastWins extends SlotCounter {
    LastWins(Environment environment) {
      super(environment);
    }

    @Override
    long join(long mine, long theirs) {
      return theirs;
    }
  }

  long join(long mine, long theirs) {
    return Math.max(mine, theirs);
  }

  @Override
  public void onStart(Outbox out) {
    onTimer(Tick.SEND, out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "add" -> {
        slots.merge(slot, body.integer("delta"), Long::sum);
        out.reply(message, Body.of("add_ok"));
      }
      case "read" -> {
        long sum = slots.values().stream().mapToLong(Long::longValue).sum();
        out.reply(message, Body.of("read_ok", "value", Json.of(sum)));
      }
      case "slots" ->
          ((Json.Obj) body.json("slots"))
              .fields()
              .forEach((name, total) -> slots.merge(name, ((Json.Int) total).value(), this::join));
      default -> {}
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    Map<String, Json> all = new LinkedHashMap<>();
    slots.forEach((name, total) -> all.put(name, Json.of(total)));
    peers.forEach(peer -> out.send(peer, Body.of("slots", "slots", new Json.Obj(all))));
    out.setTimer(Tick.SEND, INTERVAL);
  }
}
