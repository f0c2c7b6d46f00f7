package dev.tattle.runtime.cluster.node;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Carries a node's messages out of its thread: answers to clients and to the node itself, and
 * messages to peers.
 *
 * <p>Thread rule: the node's thread, which also calls both receivers.
 */
public final class ClusterTransport implements Transport {
  /** Takes messages for one peer. It never waits, and may drop messages. */
  @FunctionalInterface
  public interface PeerOutlet {
    void send(NodeId peer, List<Message> messages);
  }

  private static final int FULL = 1_024;

  private final NodeId self;
  private final Consumer<List<Message>> answers;
  private final PeerOutlet peers;
  private final List<Message> gathered = new ArrayList<>();

  /**
   * Creates an empty transport.
   *
   * @param answers gets the messages for clients and for the node itself
   */
  public ClusterTransport(NodeId self, Consumer<List<Message>> answers, PeerOutlet peers) {
    this.self = self;
    this.answers = answers;
    this.peers = peers;
  }

  @Override
  public void send(Message message) {
    gathered.add(message);
  }

  /** The number of messages that wait. */
  @Override
  public int size() {
    return gathered.size();
  }

  @Override
  public void truncate(int size) {
    if (size < gathered.size()) {
      gathered.subList(size, gathered.size()).clear();
    }
  }

  @Override
  public boolean isFull() {
    return gathered.size() >= FULL;
  }

  @Override
  public void flush() {
    if (gathered.isEmpty()) {
      return;
    }
    List<Message> local = new ArrayList<>();
    Map<NodeId, List<Message>> byPeer = new LinkedHashMap<>();
    for (Message message : gathered) {
      NodeId dest = message.dest();
      if (dest.equals(NodePort.CLIENTS) || dest.equals(self)) {
        local.add(message);
      } else {
        byPeer.computeIfAbsent(dest, unused -> new ArrayList<>()).add(message);
      }
    }
    gathered.clear();
    if (!local.isEmpty()) {
      answers.accept(local);
    }
    byPeer.forEach(peers::send);
  }
}
