package dev.tattle.bench.services;

import dev.tattle.bench.services.SequentialKv.StateChoice;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.sim.Network;
import java.util.List;
import java.util.random.RandomGenerator;

/** The services on a network. */
public final class Services {
  public static final List<String> NAMES = List.of("lin-kv", "seq-kv", "lww-kv", "lin-tso");

  private Services() {}

  /**
   * Attaches all four, each fresh, under their names.
   *
   * @param choice of the states that seq-kv shows
   */
  public static void attachAll(Network network, RandomGenerator random, StateChoice choice) {
    attach(network, new NodeId("lin-kv"), new LinearizableKv());
    attach(network, new NodeId("seq-kv"), new SequentialKv(choice));
    attach(network, new NodeId("lww-kv"), new LastWriteWinsKv(random));
    attach(network, new NodeId("lin-tso"), new LinearizableTso());
  }

  /** Attaches one service. */
  public static void attach(Network network, NodeId self, Service service) {
    network.attach(self, (id, message) -> answer(network, self, service, message));
  }

  private static void answer(Network network, NodeId self, Service service, Message message) {
    Body request = message.body();
    // A reply is never answered, or two services could talk for ever.
    if (request.inReplyTo() == null) {
      Body reply = handle(service, message.src(), request);
      network.send(new Message(self, message.src(), inReplyTo(request, reply)));
    }
  }

  /** Who gave no msg_id gets an answer all the same, as from Maelstrom, and can't match it. */
  private static Body inReplyTo(Body request, Body reply) {
    Long msgId = request.msgId();
    if (msgId != null) {
      return reply.withInReplyTo(msgId);
    }
    Json odd = request.fields().get("msg_id");
    return odd == null ? reply : reply.with("in_reply_to", odd);
  }

  private static Body handle(Service service, NodeId client, Body request) {
    try {
      return service.handle(client, request);
    } catch (RequestException refusal) {
      return refusal.body();
    }
  }
}
