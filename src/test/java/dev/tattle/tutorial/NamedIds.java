package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;

/** Counts, and puts its name in front. */
public final class NamedIds implements Node {
  private final Environment environment;
  private long count;

  public NamedIds(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (!message.body().type().equals("generate")) {
      throw NodeHost.notSupported(message);
    }
    String id = environment.self() + "-" + count++;
    out.reply(message, Body.of("generate_ok", "id", Json.of(id)));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(NamedIds::new));
  }
}
