package dev.tattle.broken;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;

/** Draws ids at random from only {@value #IDS}. */
final class ReusedIds implements Node {
  static final int IDS = 20;

  private final Environment environment;

  ReusedIds(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (!message.body().type().equals("generate")) {
      throw NodeHost.notSupported(message);
    }
    Json id = Json.of("id-" + environment.random().nextInt(IDS));
    out.reply(message, Body.of("generate_ok", "id", id));
  }
}
