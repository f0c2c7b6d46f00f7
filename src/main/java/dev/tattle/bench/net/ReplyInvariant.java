package dev.tattle.bench.net;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Checks replies to clients and passes messages on to another journal. A client may get only
 * replies to its own requests, from the server that it asked, and at most one each: the network
 * never doubles its messages.
 */
public final class ReplyInvariant implements Network.Journal {
  private final Network.Journal next;
  private final BiConsumer<Message, String> broken;

  /** The open requests of each client. */
  private final Map<NodeId, Set<Asked>> open = new LinkedHashMap<>();

  private record Asked(NodeId node, long msgId) {}

  /**
   * Makes an invariant without requests.
   *
   * @param broken hears of a wrong reply, and of what is wrong with it, as text after "n1 "
   */
  public ReplyInvariant(Network.Journal next, BiConsumer<Message, String> broken) {
    this.next = next;
    this.broken = broken;
  }

  @Override
  public void onSend(long id, Message message) {
    Long msgId = message.body().msgId();
    if (msgId != null && Network.isClient(message.src())) {
      open.computeIfAbsent(message.src(), client -> new LinkedHashSet<>())
          .add(new Asked(message.dest(), msgId));
    }
    next.onSend(id, message);
  }

  @Override
  public void onReceive(long id, Message message) {
    next.onReceive(id, message);
    Long answered = message.body().inReplyTo();
    if (answered != null
        && Network.isClient(message.dest())
        && !open.getOrDefault(message.dest(), Set.of())
            .remove(new Asked(message.src(), answered))) {
      broken.accept(
          message,
          "answered request %d of %s, which it was never asked or has answered before"
              .formatted(answered, message.dest()));
    }
  }
}
