package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.membership.MembershipProbe;
import dev.tattle.wire.JsonBuffer;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads bytes as lines of messages. A message that can be read must be the same after writing and
 * reading it again, and a node of counters or a member must accept or refuse it. Jazzer calls it.
 */
public final class MessagesFuzzer {
  private static final NodeId SELF = new NodeId("n0");
  private static final NodeId PEER = new NodeId("n1");
  private static final int MOST_LINES = 20;
  private static final Message INIT =
      new Message(
          PEER,
          SELF,
          Body.of(
                  "init",
                  "node_id",
                  Json.of(SELF),
                  "node_ids",
                  Json.array(Json.of(SELF), Json.of(PEER)))
              .withMsgId(1));

  private MessagesFuzzer() {}

  /** Fails by what it throws. */
  public static void fuzzerTestOneInput(byte[] data) {
    FakeEnvironment environment = new FakeEnvironment("n0", "n0", "n1");
    NodeHost host = new NodeHost(CountersNode::new, (self, nodes) -> environment);
    host.onMessage(INIT);
    MembershipProbe member = new MembershipProbe(environment);
    int from = 0;
    for (int line = 0; line < MOST_LINES && from < data.length; line++) {
      int end = from;
      while (end < data.length && data[end] != '\n') {
        end++;
      }
      take(Arrays.copyOfRange(data, from, end), host, member);
      from = end + 1;
      environment.nowNanos += 1_000_000;
    }
  }

  private static void take(byte[] line, NodeHost host, MembershipProbe member) {
    Message message;
    try {
      message = MessageCodec.decode(line);
      JsonBuffer again = new JsonBuffer(line.length + 1);
      MessageCodec.encode(message, again);
      again.truncate(again.size() - 1);
      if (!MessageCodec.decode(again.toByteArray()).equals(message)) {
        throw new IllegalStateException("it is read as another one than was written: " + message);
      }
    } catch (WireException e) {
      return; // No message.
    }
    Body body = message.body();
    if (!member.take(body) && !List.of("init", "members").contains(body.type())) {
      for (Effect effect : host.onMessage(new Message(PEER, SELF, body))) {
        if (effect instanceof Effect.SetTimer timer && body.fields().size() % 2 == 0) {
          host.onTimer(timer.timer());
        }
      }
    }
  }
}
