package dev.tattle.runtime.stdio;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import java.time.Duration;

/** A node that does what its messages tell it to do. */
class PuppetNode implements Node {
  record Ring(String name) implements Timer {}

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "echo" -> out.reply(message, Body.of("echo_ok", "echo", body.json("echo")));
      case "ring" ->
          out.setTimer(
              new Ring(body.text("name")), Duration.ofMillis(body.integer("after_millis")));
      case "crash" -> {
        out.send(new NodeId("n2"), Body.of("half_done"));
        throw new IllegalStateException("a bug");
      }
      case "abort" -> throw new RequestException(RpcError.ABORT, "as you like");
      default -> throw NodeHost.notSupported(message);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    String name = ((Ring) timer).name();
    if (name.equals("crash")) {
      throw new IllegalStateException("a bug");
    }
    out.send(new NodeId("c0"), Body.of("rang", "name", Json.of(name)));
  }

  @Override
  public void onStop(Outbox out) {
    out.send(new NodeId("c0"), Body.of("bye"));
  }
}
