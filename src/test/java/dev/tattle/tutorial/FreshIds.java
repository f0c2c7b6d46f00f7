package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.crdt.ReplicaId;

/** Counts, and puts a name in front that no other life of the node has. */
public final class FreshIds implements Node {
  private final ReplicaId self;
  private long count;

  public FreshIds(Environment environment) {
    self = ReplicaId.fresh(environment);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (!message.body().type().equals("generate")) {
      throw NodeHost.notSupported(message);
    }
    String id = self + "-" + count++;
    out.reply(message, Body.of("generate_ok", "id", Json.of(id)));
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(FreshIds::new));
  }
}
