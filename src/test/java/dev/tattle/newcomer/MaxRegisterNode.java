package dev.tattle.newcomer;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;

/** Keeps the greatest value that it has heard of, and tells it to its peers every 200 ms. */
class MaxRegisterNode implements Node {
  private enum Tick implements Timer {
    TELL
  }

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Environment environment;
  long greatest;

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

  /** Takes a value from a client or a peer. */
  void keep(long value) {
    greatest = Math.max(greatest, value);
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    Body told = Body.of("tell", "value", Json.of(greatest));
    environment.peers().forEach(peer -> out.send(peer, told));
    out.setTimer(Tick.TELL, INTERVAL);
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(MaxRegisterNode::new));
  }
}
