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
 * A client hears no reply but to what it has asked, from whom it has asked, and at most one: its
 * messages are never doubled. What it finds it tells, on the way to another journal.
 */
public final class ReplyInvariant implements Network.Journal {
  private final Network.Journal next;
  private final BiConsumer<Message, String> broken;

  /** The requests of each client that are not answered. */
  private final Map<NodeId, Set<Asked>> open = new LinkedHashMap<>();

  private record Asked(NodeId node, long msgId) {}

  /**
   * An invariant that holds.
   *
   * @param broken is told of a reply, and what is wrong with it, after "n1 "
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
