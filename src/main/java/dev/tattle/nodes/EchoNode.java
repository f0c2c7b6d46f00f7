package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;

/** Echoes requests: {@code echo{echo}} → {@code echo_ok{echo}}. */
public final class EchoNode implements Node {
  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    if (body.type().equals("echo")) {
      out.reply(message, Body.of("echo_ok", "echo", body.json("echo")));
    } else {
      throw NodeHost.notSupported(message);
    }
  }
}
