package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A node that has said hello at least once, and what is on its way to it.
 *
 * <p>Thread rule: the event loop, but for the bytes that wait, which the node's thread adds.
 */
final class KnownPeer {
  /** So many bytes wait for a peer at the most; what comes then is dropped. */
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

  /** Takes a connection whose other side has said hello; older processes of it are gone. */
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

  /** False where it is none of the peer's. */
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

  /** The oldest one that is open; null where there is none. */
  @Nullable PeerConnection connection() {
    return connections.isEmpty() ? null : connections.get(0);
  }

  boolean isConnected() {
    return !connections.isEmpty();
  }

  /** For how long it has been connected, or not. */
  long unchangedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - changedNanos);
  }

  long queuedBytes() {
    return queuedBytes.get();
  }

  /** Takes room in the queue; false where there is none. Any thread. */
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
