package com.example;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A set that only grows: each node tells the others all elements, again and again. */
public final class SetNode implements Node {
  private enum Tick implements Timer {
    TELL
  }

  private final Environment environment;
  private final Set<Json> elements = new LinkedHashSet<>();

  public SetNode(Environment environment) {
    this.environment = environment;
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(SetNode::new));
  }

  @Override
  public void onStart(Outbox out) {
    out.setTimer(Tick.TELL, Duration.ofMillis(200));
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "add" -> {
        elements.add(body.json("element"));
        out.reply(message, Body.of("add_ok"));
      }
      case "read" -> out.reply(message, Body.of("read_ok", "value", all()));
      case "tell" -> elements.addAll(body.array("elements"));
      default -> throw NodeHost.notSupported(message);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    Body told = Body.of("tell", "elements", all());
    environment.peers().forEach(peer -> out.send(peer, told));
    out.setTimer(Tick.TELL, Duration.ofMillis(200));
  }

  private Json all() {
    return Json.array(List.copyOf(elements));
  }
}
