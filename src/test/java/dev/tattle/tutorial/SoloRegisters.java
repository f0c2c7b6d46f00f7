package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries out a transaction in one step, on registers of its own. */
public final class SoloRegisters implements Node {
  private final Map<Json, Json> registers = new LinkedHashMap<>();

  public SoloRegisters(Environment environment) {}

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    if (!request.type().equals("txn")) {
      throw NodeHost.notSupported(message);
    }
    List<Json> done = new ArrayList<>();
    for (Json operation : request.array("txn")) {
      List<Json> parts = ((Json.Arr) operation).items();
      Json key = parts.get(1);
      if (parts.get(0).equals(Json.of("w"))) {
        registers.put(key, parts.get(2));
      }
      done.add(Json.array(parts.get(0), key, registers.getOrDefault(key, Json.NULL)));
    }
    out.reply(message, Body.of("txn_ok", "txn", Json.array(done)));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(SoloRegisters::new));
  }
}
