package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.crdt.ReplicaId;

/**
 * Makes ids that nobody else makes, without asking anybody: {@code generate} → {@code
 * generate_ok{id}}, where the id reads {@code node:incarnation:count}.
 *
 * <p>Why they are unique: two nodes have different names; two incarnations of one node have
 * different {@link ReplicaId}s (62 random bits); one incarnation counts. The last two parts are
 * made of letters and digits only, so whatever a node is called, no two triples are spelt the same.
 * No clock is asked, so none can go back; nothing is exchanged, so no partition matters.
 */
public final class UniqueIdsNode implements Node {
  private final String prefix;
  private long count;

  public UniqueIdsNode(Environment environment) {
    prefix = ReplicaId.fresh(environment).name() + ":";
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (!message.body().type().equals("generate")) {
      throw NodeHost.notSupported(message);
    }
    Json id = Json.of(prefix + Long.toString(count++, Character.MAX_RADIX));
    out.reply(message, Body.of("generate_ok", "id", id));
  }
}
