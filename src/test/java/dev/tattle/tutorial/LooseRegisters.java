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

/** Tells all others each write at once. The latest message wins. */
public final class LooseRegisters implements Node {
  private final Environment environment;
  private final Map<Json, Json> registers = new LinkedHashMap<>();

  public LooseRegisters(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "txn" -> {
        Json done = carryOut(request.array("txn"), out);
        out.reply(message, Body.of("txn_ok", "txn", done));
      }
      case "write" -> registers.put(request.json("key"), request.json("value"));
      default -> throw NodeHost.notSupported(message);
    }
  }

  private Json carryOut(List<Json> operations, Outbox out) {
    List<Json> done = new ArrayList<>();
    for (Json operation : operations) {
      List<Json> parts = ((Json.Arr) operation).items();
      Json key = parts.get(1);
      if (parts.get(0).equals(Json.of("w"))) {
        registers.put(key, parts.get(2));
        Body write = Body.of("write", "key", key, "value", parts.get(2));
        environment.peers().forEach(peer -> out.send(peer, write));
      }
      done.add(Json.array(parts.get(0), key, registers.getOrDefault(key, Json.NULL)));
    }
    return Json.array(done);
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(LooseRegisters::new));
  }
}
