package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A node that has said hello at least once, with its connections and the bytes on their way to it.
 *
 * <p>Thread rule: the event loop, except the bytes that wait, which the node's thread adds.
 */
final class KnownPeer {
  /** The most bytes that may wait for a peer. Beyond this, messages are dropped. */
  static final long MAX_QUEUED_BYTES = 8L << 20;

  private final NodeId id;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final List<PeerConnection> connections = new ArrayList<>();
  private HostPort address;
  private long changedNanos = System.nanoTime();

  KnownPeer(NodeId id, HostPort address) {
    this.id = id;
    this.address = address;
  }

  NodeId id() {
    return id;
  }

  HostPort address() {
    return address;
  }

  /**
   * Adds a connection whose other side has said hello. Connections of an older process of the peer
   * are dropped.
   */
  void add(PeerConnection connection, Hello hello) {
    address = hello.address();
    for (PeerConnection other : List.copyOf(connections)) {
      Hello earlier = other.hello();
      if (earlier != null && earlier.process() != hello.process()) {
        other.close("another process of " + id + " took its place");
      }
    }
    if (connections.isEmpty()) {
      changedNanos = System.nanoTime();
    }
    connections.add(connection);
  }

  /** Removes a connection. Returns false if it does not belong to this peer. */
  boolean remove(PeerConnection connection) {
    boolean isOurs = connections.remove(connection);
    if (isOurs && connections.isEmpty()) {
      changedNanos = System.nanoTime();
    }
    return isOurs;
  }

  void close(String why) {
    List.copyOf(connections).forEach(connection -> connection.close(why));
  }

  /** The oldest open connection; null if there is none. */
  @Nullable PeerConnection connection() {
    return connections.isEmpty() ? null : connections.get(0);
  }

  boolean isConnected() {
    return !connections.isEmpty();
  }

  /** How long the peer has been connected, or has not been. */
  long unchangedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - changedNanos);
  }

  long queuedBytes() {
    return queuedBytes.get();
  }

  /** Reserves room in the queue. Returns false if there is none. For any thread. */
  boolean reserve(int bytes) {
    if (queuedBytes.addAndGet(bytes) > MAX_QUEUED_BYTES) {
      queuedBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(int bytes) {
    queuedBytes.addAndGet(-bytes);
  }
}
