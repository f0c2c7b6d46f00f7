package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;

/** Sends back what it receives. */
public final class Echo implements Node {
  public Echo(Environment environment) {}

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    if (!request.type().equals("echo")) {
      throw NodeHost.notSupported(message);
    }
    out.reply(message, Body.of("echo_ok", "echo", request.json("echo")));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(Echo::new));
  }
}
