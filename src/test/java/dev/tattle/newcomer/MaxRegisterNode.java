package dev.tattle.newcomer;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;

/** Tells all others its value again and again. */
class MaxRegisterNode implements Node {
  private enum Tick implements Timer {
    TELL
  }

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Environment environment;
  private long greatest;

  MaxRegisterNode(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onStart(Outbox out) {
    out.setTimer(Tick.TELL, INTERVAL);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "read" -> out.reply(message, Body.of("read_ok", "value", Json.of(greatest)));
      case "write" -> {
        keep(body.integer("value"));
        out.reply(message, Body.of("write_ok"));
      }
      case "tell" -> keep(body.integer("value"));
      default -> throw NodeHost.notSupported(message);
    }
  }

  /** A value was written here, or elsewhere. */
  void keep(long value) {
    greatest = Math.max(greatest, value);
  }

  final void replace(long value) {
    greatest = value;
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    Body told = Body.of("tell", "value", Json.of(greatest));
    environment.peers().forEach(peer -> out.send(peer, told));
    out.setTimer(Tick.TELL, INTERVAL);
  }

  /** Keeps what came last. */
  static final class LastWins extends MaxRegisterNode {
    LastWins(Environment environment) {
      super(environment);
    }

    @Override
    void keep(long value) {
      replace(value);
    }
  }
}
