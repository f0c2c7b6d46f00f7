package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;

/** Answers every request in the same way. */
public final class BareEcho implements Node {
  public BareEcho(Environment environment) {}

  @Override
  public void onMessage(Message message, Outbox out) {
    out.reply(message, Body.of("echo_ok"));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(BareEcho::new));
  }
}
