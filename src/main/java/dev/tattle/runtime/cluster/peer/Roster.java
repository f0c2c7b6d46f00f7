package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import dev.tattle.runtime.cluster.node.NodePort;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that have been heard of. One that was heard of once stays a member: it may be away, and
 * what it alone has must not be forgotten. A majority is counted of all that are expected.
 *
 * <p>Thread rule: the event loop, but for {@link #peer}, which is for all threads.
 */
public final class Roster {
  /** Takes the nodes, this one among them, and how many are expected. */
  @FunctionalInterface
  public interface Listener {
    void changed(Set<NodeId> ids, int size);
  }

  private static final int MAX_PEERS = 1_000;
  private static final int MAX_ID_CHARS = 256;

  private final NodeId self;
  private final int leastSize;
  private final Listener listener;
  private final Map<NodeId, KnownPeer> peers = new ConcurrentSkipListMap<>();
  private Set<NodeId> toldIds = Set.of();
  private int toldSize;

  Roster(NodeId self, int leastSize, Listener listener) {
    this.self = self;
    this.leastSize = leastSize;
    this.listener = listener;
  }

  Collection<KnownPeer> peers() {
    return peers.values();
  }

  @Nullable KnownPeer peer(NodeId id) {
    return peers.get(id);
  }

  int size() {
    return toldSize;
  }

  /** Why a node can't be taken; empty where it can. */
  String problem(NodeId id) {
    if (id.equals(NodePort.CLIENTS)) {
      return "no node may be called " + id;
    }
    if (id.name().length() > MAX_ID_CHARS) {
      return "its id is longer than " + MAX_ID_CHARS + " characters";
    }
    return peers.size() < MAX_PEERS || peers.containsKey(id)
        ? ""
        : "there are " + MAX_PEERS + " nodes already";
  }

  KnownPeer heard(Hello hello) {
    return peers.computeIfAbsent(hello.id(), id -> new KnownPeer(id, hello.address()));
  }

  /** Tells what has changed, if anything has. */
  void update(Dialers dialers) {
    Set<NodeId> ids = new TreeSet<>(peers.keySet());
    ids.add(self);
    int size = Math.max(leastSize, ids.size() + dialers.expectedStrangers());
    if (size != toldSize || !ids.equals(toldIds)) {
      toldIds = ids;
      toldSize = size;
      listener.changed(ids, size);
    }
  }
}
