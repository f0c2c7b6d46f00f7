package dev.tattle.sim;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The cut links of a network, grouped by the cause of each cut. */
final class Cuts {
  private final Map<String, Map<NodeId, Set<NodeId>>> byCause = new LinkedHashMap<>();
  private Runnable listener = () -> {};

  /** Sets the listener to run whenever links are cut or healed. */
  void onChange(Runnable newListener) {
    listener = newListener;
  }

  void cut(String cause, Map<NodeId, Set<NodeId>> sendersByReceiver) {
    Map<NodeId, Set<NodeId>> copy = new LinkedHashMap<>();
    sendersByReceiver.forEach(
        (receiver, senders) -> copy.put(receiver, new LinkedHashSet<>(senders)));
    byCause.put(cause, copy);
    listener.run();
  }

  void heal(String cause) {
    byCause.remove(cause);
    listener.run();
  }

  boolean isEmpty() {
    return byCause.isEmpty();
  }

  boolean loses(Message message) {
    for (Map<NodeId, Set<NodeId>> sendersByReceiver : byCause.values()) {
      Set<NodeId> lost = sendersByReceiver.get(message.dest());
      if (lost != null && lost.contains(message.src())) {
        return true;
      }
    }
    return false;
  }

  Set<NodeId> from(NodeId receiver) {
    Set<NodeId> senders = new LinkedHashSet<>();
    byCause.values().forEach(cut -> senders.addAll(cut.getOrDefault(receiver, Set.of())));
    return senders;
  }
}
