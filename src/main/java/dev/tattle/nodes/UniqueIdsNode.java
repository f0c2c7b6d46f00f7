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
 * Makes ids that are unique in the cluster, without asking other nodes: {@code generate} → {@code
 * generate_ok{id}}. An id is {@code node:incarnation:count}.
 *
 * <p>Why they are unique: two nodes have different names; two incarnations of one node have
 * different {@link ReplicaId}s (62 random bits); and one incarnation counts. The last two parts
 * have only letters and digits, so no two triples have the same spelling, whatever a node's name.
 * The node reads no clock and exchanges nothing, so neither clock errors nor partitions matter.
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
